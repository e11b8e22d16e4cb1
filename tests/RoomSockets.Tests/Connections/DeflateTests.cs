using System.IO.Compression;
using System.Text;

namespace RoomSockets.Tests;

public sealed class DeflateTests
{
    private const int Limit = 10_000;

    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    [InlineData(Limit - 1)]
    [InlineData(Limit)]
    public void Inflate_WhatWasDeflated_IsTheSame(int length)
    {
        var text = Enumerable.Range(0, length).Select(i => (byte)('a' + (i % 7))).ToArray();

        Inflate(Compress(text)).Should().Equal(text);
    }

    [Fact]
    public void Inflate_Empty_IsEmpty() => Inflate([0x00]).Should().BeEmpty();

    [Fact]
    public void Inflate_OneOverTheLimit_StopsThere() => Deflate.Inflate(Compress(new byte[Limit + 1]), Limit, out _).Should().Be(-1);

    [Fact]
    public void Inflate_Bomb_StopsAtTheLimitWithoutTheMemory()
    {
        var bomb = Compress(new byte[50_000_000]);
        Deflate.Inflate(bomb, Limit, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Deflate.Inflate(bomb, Limit, out _).Should().Be(-1);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(500_000, "a bomb of 50 MB must not cost its size");
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0x06, 0x01, 0x02 })]
    public void Inflate_NoDeflateStream_IsTold(byte[] payload) => Deflate.Inflate(payload, Limit, out _).Should().Be(-2);

    [Fact]
    public void Append_WorthIt_IsDeflatedAndMarked()
    {
        var payload = Encoding.UTF8.GetBytes(new string('x', 500));
        var block = Block.Rent();
        FrameDeflater.Append(block, Opcode.Text, payload, minBytes: 100);

        FrameHeader.TryRead(block.Frames.Span, out var header).Should().BeTrue();
        header.ReservedBits.Should().Be(Frame.DeflatedBit);
        Inflate(block.Frames.Span[header.Size..].ToArray()).Should().Equal(payload);
        block.Release();
    }

    [Theory]
    [InlineData(99, 100)]
    [InlineData(3, 0)]
    public void Append_TooSmallOrNotSmaller_IsPlain(int length, int minBytes)
    {
        var block = Block.Rent();
        var payload = Encoding.ASCII.GetBytes("qzj" + new string('x', length))[..length];
        FrameDeflater.Append(block, Opcode.Text, payload, minBytes);

        FrameHeader.TryRead(block.Frames.Span, out var header).Should().BeTrue();
        header.ReservedBits.Should().Be(0);
        block.Frames[header.Size..].ToArray().Should().Equal(payload);
        block.Release();
    }

    [Fact]
    public void Read_DeflatedMessage_OnlyWhereItWasNegotiated()
    {
        var payload = Compress(Encoding.UTF8.GetBytes("hello hello hello"));
        using var negotiated = new MessageReader(Limit, 10, inflates: true);
        using var plain = new MessageReader(Limit, 10);

        Encoding.UTF8.GetString(negotiated.Read(Frame1(0xC1, payload), out _).Payload.Span).Should().Be("hello hello hello");
        plain.Read(Frame1(0xC1, payload), out _).Reason!.Code.Should().Be(CloseCode.ProtocolError);
    }

    [Theory]
    [InlineData(0xC9)] // ping
    [InlineData(0xC8)] // close
    [InlineData(0xA1)] // RSV2
    [InlineData(0x91)] // RSV3
    public void Read_ReservedBitWhereItMeansNothing_1002(int first)
    {
        using var reader = new MessageReader(Limit, 10, inflates: true);

        reader.Read(Frame1(first, []), out _).Reason!.Code.Should().Be(CloseCode.ProtocolError);
    }

    [Fact]
    public void Read_FragmentsOfADeflatedMessage_AreInflatedTogether()
    {
        var text = new string('é', 2000);
        var payload = Compress(Encoding.UTF8.GetBytes(text));
        using var reader = new MessageReader(Limit, 10, inflates: true);

        reader.Read(Frame1(0x41, payload[..5]), out _).Kind.Should().Be(IncomingKind.NeedMore);
        Encoding.UTF8.GetString(reader.Read(Frame1(0x80, payload[5..]), out _).Payload.Span).Should().Be(text);
        reader.Read(Frame1(0x41, payload[..5]), out _);
        reader.Read(Frame1(0xC0, payload[5..]), out _).Reason!.Code.Should().Be(CloseCode.ProtocolError, "the bit belongs to the first frame alone");
    }

    [Fact]
    public void Read_InflatedTextThatIsNotUtf8_1007()
    {
        using var reader = new MessageReader(Limit, 10, inflates: true);

        reader.Read(Frame1(0xC1, Compress([0xC3, 0x28, 0xC3, 0x28])), out _).Reason!.Code.Should().Be(CloseCode.InvalidPayload);
    }

    [Fact]
    public void Read_InflatedMessageOverTheLimit_1009()
    {
        using var reader = new MessageReader(Limit, 10, inflates: true);

        reader.Read(Frame1(0xC2, Compress(new byte[Limit + 1])), out _).Reason!.Code.Should().Be(CloseCode.MessageTooBig);
    }

    [Fact]
    public async Task PublishAsync_DeflatingAndPlainMembers_GetTheSameMessages()
    {
        using var world = new World();
        var (_, plain) = world.Join("r");
        var deflating = new GatedStream();
        var connection = new Connection(new ConnectionRequest("/", [], Microsoft.AspNetCore.Http.QueryCollection.Empty), Identity.Anonymous, world.Options, world.Services) { Deflates = true };
        var entry = new DirectoryEntry(connection, new RelayHandler());
        world.Directory.Add(entry);
        connection.Open(deflating, static () => { }, new QuietReceiver());
        world.Directory.Join(entry, "r").Should().Be(JoinResult.Joined);
        string[] texts = ["short", new('y', 1000), "short again"];

        foreach (var text in texts) await world.Publisher.PublishAsync("r", text, default).Soon();

        plain.Frames.Select(frame => Encoding.UTF8.GetString(frame.Payload)).Should().Equal(texts);
        var writes = deflating.Writes;
        (writes[1][0] & Frame.DeflatedBit).Should().NotBe(0);
        writes[1].Length.Should().BeLessThan(100);
        FrameHeader.TryRead(writes[1], out var header).Should().BeTrue();
        Encoding.UTF8.GetString(Inflate(writes[1][header.Size..])).Should().Be(texts[1]);
        writes[0].Should().Equal(plain.Writes[0]);
    }

    private static byte[] Compress(byte[] payload)
    {
        using var target = new MemoryStream();
        using var deflater = new DeflateStream(target, CompressionLevel.Optimal, leaveOpen: true);
        deflater.Write(payload);
        deflater.Flush();
        return target.ToArray()[..^4];
    }

    private static byte[] Inflate(byte[] payload)
    {
        var length = Deflate.Inflate(payload, Limit, out var buffer);
        length.Should().BeGreaterThanOrEqualTo(0);
        return buffer.AsSpan(0, length).ToArray();
    }

    /// <summary>A client's frame with that first byte, masked with zero.</summary>
    private static byte[] Frame1(int first, byte[] payload) => payload.Length < 126
        ? [(byte)first, (byte)(0x80 | payload.Length), 0, 0, 0, 0, .. payload]
        : [(byte)first, 0xFE, (byte)(payload.Length >> 8), (byte)payload.Length, 0, 0, 0, 0, .. payload];
}
