using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.FunctionalTests.BadInput;

/// <summary>A message that is small on the wire and large in memory ends where the limit is, however it was packed.</summary>
public sealed class DeflateBombTests
{
    private const int Limit = 10_000;
    private const int Compressed = 4;

    [Theory]
    [InlineData(Limit - 1, true)]
    [InlineData(Limit, true)]
    [InlineData(Limit + 1, false)]
    [InlineData(8_000_000, false)]
    public async Task Message_OfThatSizeWhenInflated(int size, bool isAccepted)
    {
        await using var app = await StartAsync();
        await using var client = await KnockAsync(app);
        await client.SendAsync(1, Pack(size), reserved: Compressed);

        await AssertAsync(client, size, isAccepted);
    }

    [Theory]
    [InlineData(Limit, true)]
    [InlineData(Limit + 1, false)]
    [InlineData(8_000_000, false)]
    public async Task Message_InOneByteFragments(int size, bool isAccepted)
    {
        await using var app = await StartAsync();
        await using var client = await KnockAsync(app);
        var packed = Pack(size);
        // A bomb of eight megabytes has more bytes than there may be fragments: the first ones are single bytes.
        var single = Math.Min(packed.Length - 1, 500);
        byte[] frames =
        [
            .. Enumerable.Range(0, single).SelectMany(i => RawClient.Frame(i == 0 ? 1 : 0, [packed[i]], final: false, reserved: i == 0 ? Compressed : 0)),
            .. RawClient.Frame(0, packed.AsSpan(single)),
        ];
        await client.WriteAsync(frames);

        await AssertAsync(client, size, isAccepted);
    }

    /// <summary>A bomb in a bomb is opened once.</summary>
    [Fact]
    public async Task Message_PackedTwice_IsUnpackedOnce()
    {
        await using var app = await StartAsync();
        await using var client = await KnockAsync(app);
        var inner = Pack(8_000_000);
        await client.SendAsync(2, Pack(inner), reserved: Compressed);

        (await client.ReadFrameAsync())!.Value.Payload.Should().NotBeEmpty().And.HaveCountLessThan(Limit);
    }

    [Theory]
    [InlineData("ffffffff")]
    [InlineData("0500")]
    [InlineData("020000")]
    [InlineData("7801")]
    [InlineData("1f8b0800000000000003")]
    public async Task Message_ThatIsNoDeflateStream_1007(string hex)
    {
        await using var app = await StartAsync();
        await using var client = await KnockAsync(app);
        await client.SendAsync(2, Convert.FromHexString(hex), reserved: Compressed);

        (await client.ReadCloseAsync()).Code.Should().Be(1007);
    }

    /// <summary>An inflater that is fed blocks of nothing has nothing to give, and must not go on for ever.</summary>
    [Fact]
    public async Task Message_OfEmptyBlocksAlone_IsEmpty()
    {
        await using var app = await StartAsync();
        await using var client = await KnockAsync(app);
        byte[] blocks = [.. Enumerable.Repeat(new byte[] { 0, 0, 0, 0xFF, 0xFF }, Limit / 5).SelectMany(static block => block), 0];
        await client.SendAsync(1, blocks, reserved: Compressed);

        (await client.ReadTextAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Frame_OfV1ThatIsABomb_4013()
    {
        await using var app = await StartAsync();
        await using var client = await app.KnockAsync("/ws/lobby", "Sec-WebSocket-Protocol: roomsockets.v1.json", "Sec-WebSocket-Extensions: permessage-deflate");
        await client.SendAsync(1, Pack(8_000_000), reserved: Compressed);

        while (await client.ReadFrameAsync() is { } frame)
        {
            if (frame.Opcode != 8) continue;
            (frame.Payload[0] << 8 | frame.Payload[1]).Should().Be(4013);
            return;
        }

        Assert.Fail("It hung up without a code.");
    }

    private static async Task AssertAsync(RawClient client, int size, bool isAccepted)
    {
        if (!isAccepted)
        {
            (await client.ReadCloseAsync()).Code.Should().Be(1009);
            return;
        }

        var frame = await client.ReadFrameAsync();
        (frame!.Value.Opcode & 0xF).Should().Be(1, "what comes back is deflated, too");
        using var inflated = new DeflateStream(new MemoryStream(frame.Value.Payload), CompressionMode.Decompress);
        using var reader = new StreamReader(inflated, Encoding.ASCII);
        (await reader.ReadToEndAsync()).Should().HaveLength(size);
    }

    private static byte[] Pack(int size)
    {
        var text = new byte[size];
        Array.Fill(text, (byte)'x');
        return Pack(text);
    }

    /// <summary>As a client sends it: without the four bytes that end a flush.</summary>
    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize, leaveOpen: true);
        deflate.Write(bytes);
        deflate.Flush();
        return packed.ToArray()[..^4];
    }

    private static async Task<RawClient> KnockAsync(TestApp app)
    {
        var client = await app.KnockAsync("/ws/lobby", "Sec-WebSocket-Extensions: permessage-deflate");
        client.Headers["Sec-WebSocket-Extensions"].Should().StartWith("permessage-deflate");
        return client;
    }

    private static Task<TestApp> StartAsync() => TestApp.StartAsync(
        static map => map.MapRoomSockets("/ws/{room}").AllowAnonymous(),
        static rooms => rooms.Services.Configure<RoomSocketsOptions>(static options => (options.Deflate, options.MaxMessageBytes, options.DeflateMinBytes) = (true, Limit, 0)));
}
