using Microsoft.AspNetCore.Builder;

namespace RoomSockets.FunctionalTests.Wire;

/// <summary>A peer that goes on sending behind the frame that broke the connection still hears why. Each case 20 times.</summary>
public sealed class CloseCodeTests
{
    private const int Rounds = 20;

    public static TheoryData<string, byte[], int> Faults => new()
    {
        { "reserved bit 1", RawClient.Frame(1, "x"u8, reserved: 4), 1002 },
        { "reserved bit 2", RawClient.Frame(2, "x"u8, reserved: 2), 1002 },
        { "reserved bit 3", RawClient.Frame(9, [], reserved: 1), 1002 },
        { "opcode 3", RawClient.Frame(3, []), 1002 },
        { "opcode 7", RawClient.Frame(7, "x"u8), 1002 },
        { "opcode 11", RawClient.Frame(11, []), 1002 },
        { "opcode 15", RawClient.Frame(15, "x"u8), 1002 },
        { "not masked", RawClient.Frame(1, "x"u8, masked: false), 1002 },
        { "fragmented ping", RawClient.Frame(9, "x"u8, final: false), 1002 },
        { "fragmented close", RawClient.Frame(8, [], final: false), 1002 },
        { "ping of 126 bytes", RawClient.Frame(9, new byte[126]), 1002 },
        { "close of 126 bytes", RawClient.Frame(8, new byte[126]), 1002 },
        { "continuation of nothing", RawClient.Frame(0, "x"u8), 1002 },
        { "message inside a message", [.. RawClient.Frame(1, "x"u8, final: false), .. RawClient.Frame(1, "y"u8)], 1002 },
        { "length not minimal", [0x82, 0xFE, 0, 5, 0, 0, 0, 0], 1002 },
        { "length not minimal in 8 bytes", [0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0], 1002 },
        { "length with its highest bit", [0x82, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 1002 },
        { "close with one byte", RawClient.Frame(8, [3]), 1002 },
        { "close with 1005", RawClient.Frame(8, [0x03, 0xED]), 1002 },
        { "close reason not UTF-8", RawClient.Frame(8, [0x03, 0xE8, 0xFF]), 1007 },
        { "text not UTF-8 at its start", RawClient.Frame(1, [0xFF, (byte)'a']), 1007 },
        { "text not UTF-8 at its end", RawClient.Frame(1, [(byte)'a', 0xC3]), 1007 },
        { "overlong text", RawClient.Frame(1, [0xC0, 0xAF]), 1007 },
        { "a surrogate in text", RawClient.Frame(1, [0xED, 0xA0, 0x80]), 1007 },
        { "text above U+10FFFF", RawClient.Frame(1, [0xF4, 0x90, 0x80, 0x80]), 1007 },
        { "fragment not UTF-8, before the last", RawClient.Frame(1, [(byte)'a', 0xE2, 0x28], final: false), 1007 },
        { "last fragment cut", [.. RawClient.Frame(1, [0xE2], final: false), .. RawClient.Frame(0, [0x82])], 1007 },
        { "too many fragments", [.. RawClient.Frame(2, [1], final: false), .. Repeat(RawClient.Frame(0, [1], final: false), 8)], 1008 },
        { "too big", RawClient.Frame(2, new byte[70_000]), 1009 },
        { "2^62 bytes announced", [0x82, 0xFF, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 1009 },
        { "too big in fragments", [.. RawClient.Frame(2, new byte[60_000], final: false), .. RawClient.Frame(0, new byte[6000])], 1009 },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Fault_OfAPeerThatGoesOnSending_ItsCodeArrives(string what, byte[] bytes, int code)
    {
        await using var app = await Echo.StartAsync(options => options.MaxFragments = 8);
        await RepeatAsync(app, "/echo", client => client.WriteAsync(bytes), code, what);
        await app.LeftAsync(0);
    }

    [Fact]
    public async Task Binary_WhereItIsSwitchedOff_1003()
    {
        await using var app = await Echo.StartAsync(options => options.AllowBinary = false);
        await RepeatAsync(app, "/echo", client => client.SendAsync(2, "x"u8), 1003, "binary");
    }

    [Fact]
    public async Task Handler_Throws_1011()
    {
        await using var app = await TestApp.StartAsync(map => map.MapRoomSockets("/fail", _ => throw new InvalidOperationException("boom")).AllowAnonymous());
        app.Logs.Expect("Handler DelegateHandler failed");
        await RepeatAsync(app, "/fail", client => client.SendAsync("x"), 1011, "an exception");
    }

    [Theory]
    [InlineData(1008)]
    [InlineData(4005)]
    public async Task Kick_ItsCodeArrives(int code)
    {
        await using var app = await TestApp.StartAsync(map => map.MapRoomSockets("/ws/{room}").AllowAnonymous());
        await RepeatAsync(
            app,
            "/ws/lobby",
            async client =>
            {
                await Lifecycle.Waiting.MembersAsync(app, "lobby", 1);
                await client.SendAsync(2, new byte[10]);
                (await app.Rooms.DisconnectRoomAsync("lobby", code, "kicked")).Should().Be(1);
            },
            code,
            "a kick");
    }

    private static async Task RepeatAsync(TestApp app, string path, Func<RawClient, Task> breakIt, int code, string what)
    {
        for (var round = 0; round < Rounds; round++)
        {
            await using var client = await app.KnockAsync(path);
            await breakIt(client);
            var more = RawClient.Frame(2, new byte[16 * 1024]);
            for (var i = 0; i < 3; i++) await client.WriteAsync(more);
            (await ReadCloseAsync(client)).Should().Be(code, "round {0} of {1}", round, what);
            // The server still reads what comes, and says nothing more.
            await client.WriteAsync(more);
            client.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
            (await client.ReadUntilEndAsync()).Should().BeEmpty("nothing follows the close frame");
        }
    }

    /// <summary>Messages may come before the close frame, not instead of it.</summary>
    private static async Task<int> ReadCloseAsync(RawClient client)
    {
        while (await client.ReadFrameAsync() is { } frame)
        {
            if (frame.Opcode == 8) return frame.Payload[0] << 8 | frame.Payload[1];
        }

        return 1006;
    }

    private static IEnumerable<byte> Repeat(byte[] bytes, int times) => Enumerable.Repeat(bytes, times).SelectMany(one => one);
}
