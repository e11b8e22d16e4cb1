using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RoomSockets.FunctionalTests.Lifecycle;

namespace RoomSockets.FunctionalTests.Transport;

/// <summary>The in-process server hands out a WebSocket and no bytes; hosts test their handlers with it.</summary>
public sealed class TestServerTests
{
    [Fact]
    public async Task TestServer_TextBinaryAndFragments_ComeBack()
    {
        await using var host = await Host.StartAsync();
        using var socket = await host.ConnectAsync("/echo");

        await SendAsync(socket, "hi", WebSocketMessageType.Text);
        (await ReceiveAsync(socket)).Should().Be("Text hi");
        await SendAsync(socket, "", WebSocketMessageType.Text);
        (await ReceiveAsync(socket)).Should().Be("Text ");
        await SendAsync(socket, "bytes", WebSocketMessageType.Binary);
        (await ReceiveAsync(socket)).Should().Be("Binary bytes");
        await SendAsync(socket, "one ", WebSocketMessageType.Text, end: false);
        await SendAsync(socket, "", WebSocketMessageType.Text, end: false);
        await SendAsync(socket, "two ", WebSocketMessageType.Text, end: false);
        await SendAsync(socket, "three", WebSocketMessageType.Text);
        (await ReceiveAsync(socket)).Should().Be("Text one two three");
        var large = new string('x', 60_000);
        await SendAsync(socket, large, WebSocketMessageType.Text);
        (await ReceiveAsync(socket)).Should().Be($"Text {large}");
    }

    [Fact]
    public async Task TestServer_ClientCloses_IsEchoedAndForgotten()
    {
        await using var host = await Host.StartAsync();
        using var socket = await host.ConnectAsync("/echo");
        await socket.CloseAsync((WebSocketCloseStatus)4321, "done", CancellationToken.None).Patiently();

        socket.CloseStatus.Should().Be((WebSocketCloseStatus)4321);
        await host.LeftAsync();
    }

    [Fact]
    public async Task TestServer_ServerCloses_CodeAndReasonArrive()
    {
        await using var host = await Host.StartAsync();
        using var socket = await host.ConnectAsync("/close");
        await SendAsync(socket, "bye", WebSocketMessageType.Text);

        (await ReceiveAsync(socket)).Should().Be("Close 4000 enough");
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).Patiently();
        await host.LeftAsync();
    }

    [Fact]
    public async Task TestServer_MessageTooBig_1009()
    {
        await using var host = await Host.StartAsync();
        using var socket = await host.ConnectAsync("/echo");
        await SendAsync(socket, new string('x', 70_000), WebSocketMessageType.Text);

        (await ReceiveAsync(socket)).Should().StartWith("Close 1009");
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).Patiently();
        await host.LeftAsync();
    }

    [Fact]
    public async Task TestServer_ClientVanishes_IsForgotten()
    {
        await using var host = await Host.StartAsync();
        using var socket = await host.ConnectAsync("/echo");
        await SendAsync(socket, "hi", WebSocketMessageType.Text);
        await ReceiveAsync(socket);
        socket.Abort();

        await host.LeftAsync();
    }

    private static Task SendAsync(WebSocket socket, string text, WebSocketMessageType type, bool end = true) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), type, end, CancellationToken.None).Patiently();

    private static async Task<string> ReceiveAsync(WebSocket socket)
    {
        using var message = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var result = await socket.ReceiveAsync(new ArraySegment<byte>(buffer), CancellationToken.None).Patiently();
            if (result.MessageType == WebSocketMessageType.Close) return $"Close {(int)socket.CloseStatus!} {socket.CloseStatusDescription}";
            message.Write(buffer, 0, result.Count);
            if (result.EndOfMessage) return $"{result.MessageType} {Encoding.UTF8.GetString(message.ToArray())}";
        }
    }

    private sealed class Host(WebApplication app, LogCapture logs) : IAsyncDisposable
    {
        public static async Task<Host> StartAsync()
        {
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production", ContentRootPath = AppContext.BaseDirectory });
            var logs = new LogCapture();
            builder.Logging.ClearProviders().AddProvider(logs).SetMinimumLevel(LogLevel.Debug);
            builder.WebHost.UseTestServer();
            builder.Services.AddRoomSockets();
            var app = builder.Build();
            app.MapRoomSockets("/echo", message => message.ReplyAsync(message.Data)).AllowAnonymous();
            app.MapRoomSockets("/close", message =>
            {
                message.Connection.Close(4000, "enough");
                return ValueTask.CompletedTask;
            }).AllowAnonymous();
            await app.StartAsync().Patiently();
            return new Host(app, logs);
        }

        public Task<WebSocket> ConnectAsync(string path) =>
            app.GetTestServer().CreateWebSocketClient().ConnectAsync(new Uri(new Uri("ws://localhost"), path), CancellationToken.None).Patiently();

        public Task LeftAsync() => TestApp.EventuallyAsync(
            () => Task.FromResult(app.Services.GetRequiredService<ConnectionLimits>().Connections == 0), "nobody is left");

        public async ValueTask DisposeAsync()
        {
            await app.StopAsync().Patiently();
            await app.DisposeAsync();
            logs.Verify();
        }
    }
}
