using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.FunctionalTests.Hosting;

/// <summary>Browsers cannot read the status of a refused handshake; with this option they get the verdict as a close code.</summary>
public sealed class RefusalModeTests
{
    [Theory]
    [InlineData("/ws", 1008, "token_missing")]
    [InlineData("/ws?token=bad", 1008, "token_invalid")]
    [InlineData("/ws?token=a&token=b", 1008, "bad_value")]
    [InlineData("/ws?token=broken", 1013, "authentication_unavailable")]
    [InlineData("/ws?token=guest", 1008, "members_only")]
    [InlineData("/ws?token=unlucky", 1011, "unlucky")]
    [InlineData("/policed", 1008, "token_missing")]
    [InlineData("/policed?token=guest", 1008, "forbidden")]
    public async Task AcceptThenClose_GivesTheVerdictAsACloseCode(string path, int code, string reason)
    {
        await using var app = await StartAsync();
        if (path.EndsWith("broken", StringComparison.Ordinal)) app.Logs.Expect("A token validator failed");

        await using var client = await app.ConnectAsync(path);

        (await client.ReceiveCloseAsync()).Should().Be((code, reason));
        await app.LeftAsync(0);
    }

    [Fact]
    public async Task AcceptThenClose_OfAForeignPage_SaysOrigin()
    {
        await using var app = await StartAsync();

        await using var client = await app.KnockAsync("/ws", "Origin: https://evil.example", "Sec-WebSocket-Protocol: roomsockets.raw");

        client.Status.Should().Be(101);
        client.Headers["Sec-WebSocket-Protocol"].Should().Be("roomsockets.raw", "a browser hears nothing when its offer is not answered");
        (await client.ReadCloseAsync()).Should().Be((1008, "origin"));
    }

    [Fact]
    public async Task AcceptThenClose_OverALimit_Says1013()
    {
        await using var app = await StartAsync(maxPerUser: 1);
        await using var first = await EnterAsync(app);

        await using var second = await app.ConnectAsync("/ws?token=ann");

        (await second.ReceiveCloseAsync()).Should().Be((1013, "too_many_connections"));
        await app.LeftAsync(1);
    }

    /// <summary>What cannot be a WebSocket cannot be closed like one.</summary>
    [Fact]
    public async Task AcceptThenClose_OfAPlainRequest_IsStillHttp()
    {
        await using var app = await StartAsync();

        (await app.VerdictAsync("/ws?token=ann", "Upgrade:", "Connection:")).Should().Be("400 not_websocket");
        (await app.VerdictAsync("/ws?token=ann", "Sec-WebSocket-Version: 8")).Should().Be("426 websocket_version");
        (await app.VerdictAsync("/ws?token=ann", "Sec-WebSocket-Key: x")).Should().Be("400 websocket_key");
    }

    [Fact]
    public async Task AcceptThenClose_OnOneEndpoint_LeavesTheOthers()
    {
        await using var app = await TestApp.StartAsync(
            map =>
            {
                map.MapRoomSockets("/browser", message => message.ReplyAsync("?")).ConfigureRoomSockets(options => options.Refusal = HandshakeRefusalMode.AcceptThenClose);
                map.MapRoomSockets("/program", message => message.ReplyAsync("?"));
            },
            rooms => rooms.AddConstantToken("secret"));

        await using var browser = await app.ConnectAsync("/browser");
        (await browser.ReceiveCloseAsync()).Should().Be((1008, "token_missing"));
        (await app.VerdictAsync("/program")).Should().Be("401 token_missing");
    }

    private static async Task<TestClient> EnterAsync(TestApp app)
    {
        var client = await app.ConnectAsync("/ws?token=ann");
        await client.SendAsync("hi");
        (await client.ReceiveAsync()).Should().Be("hi");
        return client;
    }

    private static Task<TestApp> StartAsync(int maxPerUser = 50) => TestApp.StartAsync(
        map =>
        {
            map.MapRoomSockets<PickyHandler>("/ws");
            map.MapRoomSockets<PickyHandler>("/policed").RequireAuthorization(policy => policy.RequireUserName("ann"));
        },
        rooms =>
        {
            rooms.Services.AddRoomSockets(options => (options.Refusal, options.MaxConnectionsPerUser) = (HandshakeRefusalMode.AcceptThenClose, maxPerUser));
            rooms.AddTokenValidator((context, _) => ValueTask.FromResult(context.Token switch
            {
                "bad" => TokenResult.Failure(),
                "broken" => throw new InvalidOperationException("the database is away"),
                _ => TokenResult.Success(context.Token),
            }));
        });

    private sealed class PickyHandler : RoomHandler
    {
        public override ValueTask OnConnectingAsync(ConnectingContext context, CancellationToken cancellationToken)
        {
            if (context.Connection.UserId == "guest") context.Refuse(code: "members_only");
            if (context.Connection.UserId == "unlucky") context.Refuse(500, "unlucky");
            return ValueTask.CompletedTask;
        }

        public override ValueTask OnMessageAsync(MessageContext message) => message.ReplyAsync(message.Data);
    }
}
