namespace RoomSockets.Tests;

public sealed class MessageReaderNeededTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(200)]
    [InlineData(70_000)]
    public void Needed_EachTruncation_IsOneMoreOrTheWholeFrame(int length)
    {
        using var reader = new MessageReader(100_000, 10);
        var frame = ClientFrame.Binary(length);
        var header = frame.Length - length;
        for (var count = 0; count < frame.Length; count += count < 20 ? 1 : 997)
        {
            reader.Read(frame.AsMemory(0, count), out var consumed).Kind.Should().Be(IncomingKind.NeedMore);
            consumed.Should().Be(0);
            reader.Needed.Should().Be(count < header ? count + 1 : frame.Length, "{0} bytes are there", count);
        }
    }

    [Fact]
    public void Needed_AsManyBytes_AreEnough()
    {
        using var reader = new MessageReader(100_000, 10);
        var frame = ClientFrame.Binary(70_000);
        var given = 0;
        Incoming incoming;
        do
        {
            incoming = reader.Read(frame.AsMemory(0, given), out _);
            if (incoming.Kind == IncomingKind.NeedMore) given = reader.Needed;
        }
        while (incoming.Kind == IncomingKind.NeedMore);

        given.Should().Be(frame.Length);
        incoming.Kind.Should().Be(IncomingKind.Binary);
    }

    [Fact]
    public void Needed_LengthBeyondTheLimit_IsNeverAskedFor()
    {
        using var reader = new MessageReader(1000, 10);

        reader.Read(ClientFrame.Header(2, 1L << 40, 8), out _).Kind.Should().Be(IncomingKind.Fault);

        reader.Needed.Should().BeLessThan(1100);
    }

    [Fact]
    public void Read_TruncatedFrame_LeavesTheInputAsItCame()
    {
        using var reader = new MessageReader(1000, 10);
        var frame = ClientFrame.Text("hello");
        var input = frame.ToArray();

        reader.Read(input.AsMemory(0, input.Length - 1), out _);

        input.Should().Equal(frame, "a payload that was unmasked twice would be masked again");
    }
}
