using System.Text;

namespace RoomSockets.FunctionalTests.Wire;

public sealed class FrameTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(65535)]
    [InlineData(65536)]
    public async Task Message_OfEveryLengthForm_ComesBack(int length)
    {
        await using var app = await Echo.StartAsync();
        await using var client = await app.KnockAsync();
        await client.SendAsync(1, Echo.Text(length));
        await client.SendAsync(2, Echo.Binary(length));

        await client.AssertEchoAsync(1, Echo.Text(length));
        await client.AssertEchoAsync(2, Echo.Binary(length));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Message_InFragmentsWithPingsBetween_ComesBackWhole(int opcode)
    {
        await using var app = await Echo.StartAsync();
        await using var client = await app.KnockAsync();
        await client.SendAsync(opcode, [], final: false);
        await client.SendAsync(9, "p1"u8);
        await client.SendAsync(0, "one "u8, final: false);
        await client.SendAsync(0, [], final: false);
        (await client.ReadFrameAsync())!.Value.Should().BeEquivalentTo((10, "p1"u8.ToArray()), "a ping is answered inside a message");
        await client.SendAsync(9, "p2"u8);
        await client.SendAsync(0, "two"u8, final: false);
        await client.SendAsync(0, []);

        (await client.ReadFrameAsync())!.Value.Should().BeEquivalentTo((10, "p2"u8.ToArray()));
        await client.AssertEchoAsync(opcode, "one two"u8.ToArray());
    }

    [Fact]
    public async Task Message_AllFragmentsEmpty_IsAnEmptyMessage()
    {
        await using var app = await Echo.StartAsync();
        await using var client = await app.KnockAsync();
        await client.SendAsync(1, [], final: false);
        await client.SendAsync(0, [], final: false);
        await client.SendAsync(0, []);

        await client.AssertEchoAsync(1, []);
    }

    [Fact]
    public async Task Text_CutInsideACodePoint_ComesBack()
    {
        await using var app = await Echo.StartAsync();
        await using var client = await app.KnockAsync();
        var text = "κόσμε 😀 €"u8.ToArray();
        for (var i = 0; i < text.Length; i++) await client.SendAsync(i == 0 ? 1 : 0, text.AsSpan(i, 1), final: i == text.Length - 1);

        await client.AssertEchoAsync(1, text);
    }

    [Fact]
    public async Task Text_OfEveryUnicodePlane_ComesBack()
    {
        await using var app = await Echo.StartAsync();
        await using var client = await app.KnockAsync();
        var text = new StringBuilder("\0\u0001\u007F\u0080\u07FF\u0800\uD7FF\uE000\uFEFF\uFFFD\uFFFE\uFFFF");
        for (var plane = 1; plane <= 16; plane++) text.Append(new Rune(plane << 16)).Append(new Rune((plane << 16) | 0xFFFF));
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        await client.SendAsync(1, bytes);

        await client.AssertEchoAsync(1, bytes);
    }

    [Fact]
    public async Task Frames_ChoppedIntoSingleBytes_ComeBack()
    {
        await using var app = await Echo.StartAsync();
        await using var client = await app.KnockAsync();
        client.Socket.NoDelay = true;
        byte[] all =
        [
            .. RawClient.Frame(1, Echo.Text(130)), .. RawClient.Frame(2, "x"u8, final: false), .. RawClient.Frame(9, "p"u8), .. RawClient.Frame(0, "y"u8),
        ];
        foreach (var one in all) await client.WriteAsync(new[] { one });

        await client.AssertEchoAsync(1, Echo.Text(130));
        (await client.ReadFrameAsync())!.Value.Opcode.Should().Be(10);
        await client.AssertEchoAsync(2, "xy"u8.ToArray());
    }

    [Fact]
    public async Task Frames_ManyInOneWrite_ComeBackInOrder()
    {
        await using var app = await Echo.StartAsync();
        await using var client = await app.KnockAsync();
        await client.WriteAsync(Enumerable.Range(0, 500).SelectMany(i => RawClient.Frame(i % 2 + 1, Encoding.ASCII.GetBytes($"message {i}"))).ToArray());

        for (var i = 0; i < 500; i++) await client.AssertEchoAsync(i % 2 + 1, Encoding.ASCII.GetBytes($"message {i}"));
    }

    [Fact]
    public async Task Frames_BehindTheUpgradeRequestInTheSameWrite_AreRead()
    {
        await using var app = await Echo.StartAsync();
        using var tcp = new System.Net.Sockets.TcpClient();
        await tcp.ConnectAsync(app.Http.Host, app.Http.Port).WaitAsync(TestApp.Patience);
        var request = $"GET /echo HTTP/1.1\r\nHost: {app.Http.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        await tcp.GetStream().WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(request), .. RawClient.Frame(1, "early"u8), .. RawClient.Frame(8, [])]).AsTask().WaitAsync(TestApp.Patience);

        using var reader = new StreamReader(tcp.GetStream(), Encoding.Latin1);
        var answer = await reader.ReadToEndAsync().WaitAsync(TestApp.Patience);
        answer.Should().StartWith("HTTP/1.1 101").And.Contain("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "RFC 6455, section 1.3").And.EndWith("\u0081\u0005early\u0088\0");
    }

    [Fact]
    public async Task ZeroMask_IsAMask()
    {
        await using var app = await Echo.StartAsync();
        await using var client = await app.KnockAsync();
        await client.WriteAsync(new byte[] { 0x81, 0x82, 0, 0, 0, 0, (byte)'h', (byte)'i' });

        await client.AssertEchoAsync(1, "hi"u8.ToArray());
    }
}
