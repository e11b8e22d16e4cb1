using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.SignalR;

namespace RoomSockets.Benchmarks.Serving;

/// <summary>A peer: SignalR with groups and its JSON protocol, with its defaults.</summary>
internal static class SignalRServer
{
    public static Task<int> RunAsync(Arguments options)
    {
        var builder = ServerHost.CreateBuilder(options);
        builder.Services.AddSignalR();
        var app = builder.Build();
        app.MapHub<RelayHub>("/hub");
        return ServerHost.RunAsync(app, options, () => ValueTask.FromResult(RelayHub.Connections));
    }
}

[SuppressMessage("Performance", "CA1812", Justification = "SignalR creates it.")]
internal sealed class RelayHub : Hub
{
    private static int _connections;

    public static int Connections => Volatile.Read(ref _connections);

    public override async Task OnConnectedAsync()
    {
        var room = Context.GetHttpContext()!.Request.Query["room"].ToString();
        Context.Items[nameof(room)] = room;
        await Groups.AddToGroupAsync(Context.ConnectionId, room);
        Interlocked.Increment(ref _connections);
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        Interlocked.Decrement(ref _connections);
        return Task.CompletedTask;
    }

    public Task Send(string text) => Clients.Group((string)Context.Items["room"]!).SendAsync("m", text);

    public Task Echo(string text) => Clients.Caller.SendAsync("m", text);
}
