using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using RoomSockets.FunctionalTests.Lifecycle;

namespace RoomSockets.FunctionalTests.Transport;

public sealed class HttpVersionTests
{
    [Theory]
    [InlineData("1.1", true)]
    [InlineData("2.0", true)]
    [InlineData("2.0", false)]
    public async Task Socket_OverEveryVersion_TextBinaryAndClose(string version, bool isSecure)
    {
        await using var app = await StartAsync(isSecure);
        using var invoker = new HttpMessageInvoker(Secure.Handler());
        await using var ann = await Secure.ConnectAsync(app, "/ws/lobby", invoker, Version.Parse(version));
        await using var bob = await Secure.ConnectAsync(app, "/ws/lobby", invoker, Version.Parse(version));
        await app.MembersAsync("lobby", 2);

        await ann.SendAsync("hi");
        (await bob.ReceiveAsync()).Should().Be("hi");
        (await ann.ReceiveAsync()).Should().Be("hi");
        var large = new byte[60_000];
        Random.Shared.NextBytes(large);
        await bob.SendAsync(large);
        (await ann.ReceiveBinaryAsync()).AsSpan().SequenceEqual(large).Should().BeTrue();
        await ann.CloseAsync();
        ann.Socket.CloseStatus.Should().Be(WebSocketCloseStatus.NormalClosure);
        await app.LeftAsync(1);
        await app.Rooms.DisconnectRoomAsync("lobby", 4005, "kicked");
        await bob.ReceiveBinaryAsync();
        (await bob.ReceiveCloseAsync()).Should().Be((4005, "kicked"));
        await app.LeftAsync(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Http2_AClientThatVanishes_IsForgotten(bool isSecure)
    {
        await using var app = await StartAsync(isSecure);
        using var invoker = new HttpMessageInvoker(Secure.Handler());
        await using var ann = await Secure.ConnectAsync(app, "/ws/lobby", invoker, HttpVersion.Version20);
        await app.MembersAsync("lobby", 1);
        ann.Abort();

        await app.LeftAsync(0);
    }

    /// <summary>A late write to a stream that the server has pooled would land in somebody else's answer.</summary>
    [Fact]
    public async Task Http2_SocketsThatEndOnOneConnection_DisturbNobody()
    {
        await using var app = await StartAsync(isSecure: true);
        using var handler = Secure.Handler();
        handler.EnableMultipleHttp2Connections = false;
        using var client = new HttpClient(handler, disposeHandler: false) { BaseAddress = app.Http, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        await using var stays = await Secure.ConnectAsync(app, "/ws/lobby", client, HttpVersion.Version20);
        await app.MembersAsync("lobby", 1);
        using var ended = new CancellationTokenSource();
        var publishing = Task.Run(async () =>
        {
            var count = 0;
            while (!ended.IsCancellationRequested)
            {
                await app.Rooms.PublishAsync("lobby", $"noise {count++}");
                (await stays.ReceiveAsync()).Should().Be($"noise {count - 1}");
            }

            return count;
        });
        for (var round = 0; round < 30; round++)
        {
            var goes = await Secure.ConnectAsync(app, "/ws/lobby", client, HttpVersion.Version20);
            (await goes.ReceiveAsync()).Should().StartWith("noise");
            switch (round % 3)
            {
                case 0:
                    goes.Abort();
                    break;
                case 1:
                    var other = (await app.Rooms.GetMembersAsync("lobby")).OrderBy(member => member.ConnectedAt).Last();
                    await app.Rooms.DisconnectAsync(other.Id);
                    break;
                default:
                    await goes.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).Patiently();
                    break;
            }

            await goes.DisposeAsync();
            (await client.GetStringAsync(new Uri("/plain", UriKind.Relative)).Patiently()).Should().Be("plain answer");
        }

        await app.LeftAsync(1);
        await ended.CancelAsync();
        (await publishing.Patiently()).Should().BePositive();
        (await client.GetStringAsync(new Uri("/connection", UriKind.Relative)).Patiently()).Should().Be("1", "all of it went over one connection");
    }

    [Fact]
    public async Task Http2_PlainRequestToASocketPath_400()
    {
        await using var app = await StartAsync(isSecure: true);
        using var client = new HttpClient(Secure.Handler()) { BaseAddress = app.Http, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var answer = await client.GetAsync(new Uri("/ws/lobby", UriKind.Relative)).Patiently();

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("not_websocket");
    }

    [Fact]
    public async Task Http2_SubProtocol_IsEchoed()
    {
        await using var app = await StartAsync(isSecure: true);
        using var invoker = new HttpMessageInvoker(Secure.Handler());
        await using var ann = await Secure.ConnectAsync(app, "/ws/lobby", invoker, HttpVersion.Version20, "roomsockets.raw");

        ann.Socket.SubProtocol.Should().Be("roomsockets.raw");
    }

    private static Task<TestApp> StartAsync(bool isSecure)
    {
        var connections = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>();
        return TestApp.StartAsync(
            app =>
            {
                app.Use((http, next) =>
                {
                    connections[http.Connection.Id] = true;
                    return next(http);
                });
                app.MapRoomSockets("/ws/{room}").AllowAnonymous();
                app.MapGet("/plain", () => "plain answer");
                app.MapGet("/connection", () => $"{connections.Count}");
            },
            listen: isSecure ? Secure.Tls(HttpProtocols.Http1AndHttp2) : listen => listen.Protocols = HttpProtocols.Http2);
    }
}
