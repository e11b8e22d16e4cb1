using System.Text;

namespace RoomSockets.Tests;

public sealed class MessageReaderDeflateTests : IDisposable
{
    private const int Rsv1 = 0x40;
    private const int Limit = 1000;
    private readonly MessageReader _reader = new(Limit, 8, inflates: true);

    public void Dispose() => _reader.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Read_Rsv1NotNegotiated_IsAProtocolError(int opcode)
    {
        using var reader = new MessageReader(Limit, 8);

        Read(reader, Deflated(opcode, "hi"u8.ToArray())).Should().ContainSingle().Which.Code.Should().Be(1002);
    }

    [Theory]
    [InlineData(1, "Text")]
    [InlineData(2, "Binary")]
    public void Read_Rsv1Negotiated_IsInflated(int opcode, string kind) =>
        Read(_reader, Deflated(opcode, "hello hello hello"u8.ToArray())).Should().Equal(new Heard(kind, "hello hello hello", 0));

    [Fact]
    public void Read_PlainAmongDeflated_BothAreRead() =>
        Read(_reader, Deflated(1, "one one"u8.ToArray()), ClientFrame.Text("two"), Deflated(1, []), Deflated(2, "one one"u8.ToArray()))
            .Should().Equal(new Heard("Text", "one one", 0), new Heard("Text", "two", 0), new Heard("Text", "", 0), new Heard("Binary", "one one", 0));

    [Theory]
    [InlineData(0x20)]
    [InlineData(0x10)]
    [InlineData(0x60)]
    [InlineData(0x70)]
    public void Read_OtherReservedBits_AreAProtocolError(int reserved) =>
        Read(_reader, ClientFrame.Build(1, RigFrame.Deflate([65]), reserved: reserved)).Should().ContainSingle().Which.Code.Should().Be(1002);

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    public void Read_Rsv1OnControl_IsAProtocolError(int opcode) =>
        Read(_reader, ClientFrame.Build(opcode, [], reserved: Rsv1)).Should().ContainSingle().Which.Code.Should().Be(1002);

    [Fact]
    public void Read_Rsv1OnContinuation_IsAProtocolError() =>
        Read(_reader, ClientFrame.Build(1, [1], final: false, reserved: Rsv1), ClientFrame.Build(0, [1], reserved: Rsv1))
            .Should().ContainSingle().Which.Code.Should().Be(1002);

    [Fact]
    public void Read_DeflatedFragments_AreJoinedThenInflated()
    {
        var text = "Grüße, Grüße, Grüße";
        var payload = RigFrame.Deflate(Encoding.UTF8.GetBytes(text));
        for (var at = 0; at <= payload.Length; at++)
        {
            Read(_reader, ClientFrame.Build(1, payload[..at], final: false, reserved: Rsv1), ClientFrame.Build(9, []), ClientFrame.Continuation(payload[at..]))
                .Should().Equal(new Heard("Ping", "", 0), new Heard("Text", text, 0));
        }
    }

    [Fact]
    public void Read_PlainFragmentsAfterDeflatedOnes_ArePlain()
    {
        var payload = RigFrame.Deflate("deflated"u8.ToArray());

        Read(_reader,
            ClientFrame.Build(1, payload[..3], final: false, reserved: Rsv1), ClientFrame.Continuation(payload[3..]),
            ClientFrame.Text("pla", final: false), ClientFrame.Continuation("in"u8.ToArray()))
            .Should().Equal(new Heard("Text", "deflated", 0), new Heard("Text", "plain", 0));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_InflatedTextIsNoUtf8_Is1007(bool fragmented)
    {
        var payload = RigFrame.Deflate([0x41, 0xFF, 0x41]);

        Read(_reader, fragmented
            ? [ClientFrame.Build(1, payload[..2], final: false, reserved: Rsv1), ClientFrame.Continuation(payload[2..])]
            : [ClientFrame.Build(1, payload, reserved: Rsv1)]).Should().ContainSingle().Which.Code.Should().Be(1007);
    }

    [Fact]
    public void Read_InflatedBinaryIsNoUtf8_IsFine() =>
        Read(_reader, Deflated(2, [0xFF])).Should().ContainSingle().Which.Code.Should().Be(0);

    [Theory]
    [InlineData(Limit - 1, 0)]
    [InlineData(Limit, 0)]
    [InlineData(Limit + 1, 1009)]
    [InlineData(100_000, 1009)]
    public void Read_InflatedSize_IsLimited(int length, int code) =>
        Read(_reader, Deflated(2, new byte[length])).Should().ContainSingle().Which.Code.Should().Be(code);

    /// <summary>A browser deflates whatever it sends, and what cannot get smaller grows by some bytes.</summary>
    [Theory]
    [InlineData(Limit)]
    [InlineData(65_536)]
    public void Read_NoiseOfTheLargestSize_IsAMessageAllTheSame(int limit)
    {
        using var reader = new MessageReader(limit, 8, inflates: true);

        Read(reader, Deflated(2, RigFrame.Noise(limit))).Should().ContainSingle().Which.Code.Should().Be(0, "the limit is that of the inflated message");
    }

    [Fact]
    public void Read_Corrupt_Is1007() =>
        Read(_reader, ClientFrame.Build(2, [0xFF, 0xFF, 0xFF], reserved: Rsv1)).Should().ContainSingle().Which.Code.Should().Be(1007);

    [Fact]
    public void Read_TooManyDeflatedFragments_Is1008()
    {
        byte[][] frames = [ClientFrame.Build(2, [], final: false, reserved: Rsv1), .. Enumerable.Repeat(ClientFrame.Continuation([], final: false), 8)];

        Read(_reader, frames).Should().ContainSingle().Which.Code.Should().Be(1008);
    }

    private static byte[] Deflated(int opcode, byte[] message) => ClientFrame.Build(opcode, RigFrame.Deflate(message), reserved: Rsv1);

    private static List<Heard> Read(MessageReader reader, params byte[][] frames)
    {
        List<Heard> heard = [];
        Memory<byte> bytes = frames.SelectMany(frame => frame).ToArray();
        while (!bytes.IsEmpty)
        {
            var incoming = reader.Read(bytes, out var consumed);
            bytes = bytes[consumed..];
            if (incoming.Kind != IncomingKind.NeedMore) heard.Add(new Heard(incoming.Kind.ToString(), Encoding.UTF8.GetString(incoming.Payload.Span), incoming.Reason?.Code ?? 0));
            if (incoming.Kind == IncomingKind.Fault) return heard;
        }

        return heard;
    }

    private sealed record Heard(string Kind, string Text, int Code);
}
