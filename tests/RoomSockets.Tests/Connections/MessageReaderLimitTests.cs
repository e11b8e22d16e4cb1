namespace RoomSockets.Tests;

public sealed class MessageReaderLimitTests
{
    private const int Limit = 1000;

    [Theory]
    [InlineData(Limit - 1, true)]
    [InlineData(Limit, true)]
    [InlineData(Limit + 1, false)]
    public void Read_MessageBytes_AreLimited(int length, bool fits)
    {
        foreach (var opcode in new[] { 1, 2 })
            Check(Reading.All(ClientFrame.Build(opcode, new byte[length]), Limit), length, fits);
    }

    [Theory]
    [InlineData(Limit - 1, true)]
    [InlineData(Limit, true)]
    [InlineData(Limit + 1, false)]
    public void Read_MessageBytesAcrossFragments_AreLimited(int length, bool fits)
    {
        for (var first = 0; first <= length; first += 111)
        {
            byte[] bytes = [.. ClientFrame.Binary(first, final: false), .. ClientFrame.Build(9, new byte[125]), .. ClientFrame.Continuation(new byte[length - first])];
            var outcomes = Reading.All(bytes, Limit);
            outcomes[0].Kind.Should().Be(IncomingKind.Ping, "control frames do not count");
            Check(outcomes[1..], length, fits);
        }
    }

    [Fact]
    public void Read_LimitOfOne_HoldsOneByte()
    {
        Reading.All(ClientFrame.Binary(1), maxBytes: 1).Should().ContainSingle().Which.Kind.Should().Be(IncomingKind.Binary);
        Reading.All(ClientFrame.Binary(2), maxBytes: 1).Should().ContainSingle().Which.Code.Should().Be(1009);
    }

    [Theory]
    [InlineData(65_537, 8)]
    [InlineData(1L << 31, 8)]
    [InlineData(1L << 32, 8)]
    [InlineData((1L << 32) + 1, 8)]
    [InlineData(long.MaxValue, 8)]
    public void Read_OversizedLength_IsRefusedFromItsHeaderAlone(long length, int lengthBytes) =>
        Reading.Single(ClientFrame.Header(2, length, lengthBytes)).Should().Be(new Outcome(IncomingKind.Fault, "", 1009, "a message may have 65536 bytes"));

    [Fact]
    public void Read_OversizedContinuation_IsRefusedFromItsHeaderAlone() =>
        Reading.All([.. ClientFrame.Binary(Limit, final: false), .. ClientFrame.Header(0, 1, 0)], Limit).Should().ContainSingle().Which.Code.Should().Be(1009);

    [Theory]
    [InlineData(9, true)]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public void Read_Fragments_AreLimited(int count, bool fits)
    {
        foreach (var payload in new byte[][] { [], [65] })
        {
            byte[] bytes = [
                .. ClientFrame.Text(payload, final: false),
                .. Enumerable.Range(0, count - 2).SelectMany(_ => ClientFrame.Continuation(payload, final: false)),
                .. ClientFrame.Continuation(payload)];
            var outcome = Reading.All(bytes, Limit, maxFragments: 10).Should().ContainSingle().Subject;
            outcome.Kind.Should().Be(fits ? IncomingKind.Text : IncomingKind.Fault);
            outcome.Code.Should().Be(fits ? 0 : 1008);
        }
    }

    [Fact]
    public void Read_FragmentsOfTheNextMessage_AreCountedAnew() =>
        Reading.All([.. Enumerable.Range(0, 5).SelectMany(_ => (byte[])[.. ClientFrame.Binary(1, final: false), .. ClientFrame.Continuation([1])])], Limit, maxFragments: 2)
            .Should().HaveCount(5).And.OnlyContain(outcome => outcome.Kind == IncomingKind.Binary);

    [Fact]
    public void Read_BytesOfTheNextMessage_AreCountedAnew() =>
        Reading.All([.. Enumerable.Range(0, 5).SelectMany(_ => (byte[])[.. ClientFrame.Binary(1, final: false), .. ClientFrame.Continuation(new byte[Limit - 1])])], Limit)
            .Should().HaveCount(5).And.OnlyContain(outcome => outcome.Payload.Length == Limit);

    [Fact]
    public void Read_FragmentLimitOfOne_AllowsWholeMessagesOnly()
    {
        Reading.All(ClientFrame.Text("a"), maxFragments: 1).Should().ContainSingle().Which.Kind.Should().Be(IncomingKind.Text);
        Reading.All([.. ClientFrame.Text("a", final: false), .. ClientFrame.Continuation([])], maxFragments: 1).Should().ContainSingle().Which.Code.Should().Be(1008);
    }

    private static void Check(List<Outcome> outcomes, int length, bool fits)
    {
        var outcome = outcomes.Should().ContainSingle().Subject;
        outcome.Code.Should().Be(fits ? 0 : 1009);
        outcome.Payload.Length.Should().Be(fits ? length : 0);
    }
}
