using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.FunctionalTests.Wire;

public sealed class DeflateTests
{
    [Fact]
    public async Task Room_OfDeflatingAndPlainClients_AllGetEverything()
    {
        await using var app = await StartAsync(deflate: true);
        await using var deflating = await app.ConnectAsync("/ws/lobby", options => options.DangerousDeflateOptions = new WebSocketDeflateOptions());
        await using var small = await app.ConnectAsync("/ws/lobby", options => options.DangerousDeflateOptions = new WebSocketDeflateOptions { ServerMaxWindowBits = 10 });
        await using var plain = await app.ConnectAsync("/ws/lobby");
        string[] texts = ["short", new('x', 60_000), string.Join(' ', Enumerable.Range(0, 5000)), string.Empty];

        foreach (var text in texts) await deflating.SendAsync(text);

        foreach (var client in new[] { deflating, small, plain })
        {
            foreach (var text in texts) (await client.ReceiveAsync()).Should().Be(text);
        }
    }

    [Fact]
    public async Task Handshake_WhereItIsSwitchedOff_NegotiatesNothing()
    {
        await using var app = await StartAsync(deflate: false);
        await using var client = await app.KnockAsync("/ws/lobby", "Sec-WebSocket-Extensions: permessage-deflate");

        client.Status.Should().Be(101);
        client.Headers.Should().NotContainKey("Sec-WebSocket-Extensions");
    }

    [Fact]
    public async Task Handshake_Offer_IsAnsweredWithoutContextTakeover()
    {
        await using var app = await StartAsync(deflate: true);
        await using var client = await app.KnockAsync("/ws/lobby", "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits");

        client.Headers["Sec-WebSocket-Extensions"].Should().Be("permessage-deflate; server_no_context_takeover; client_no_context_takeover");
    }

    [Fact]
    public async Task Message_ThatInflatesOverTheLimit_1009()
    {
        await using var app = await StartAsync(deflate: true);
        await using var client = await app.ConnectAsync("/ws/lobby", options => options.DangerousDeflateOptions = new WebSocketDeflateOptions());

        await client.SendAsync(new string('x', 65_537));

        (await client.ReceiveCloseAsync()).Code.Should().Be(1009);
    }

    private static Task<TestApp> StartAsync(bool deflate) => TestApp.StartAsync(
        map => map.MapRoomSockets("/ws/{room}").AllowAnonymous(),
        rooms => rooms.Services.Configure<RoomSocketsOptions>(options => options.Deflate = deflate));
}
