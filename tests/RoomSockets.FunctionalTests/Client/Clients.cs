using System.Net.WebSockets;
using RoomSockets.Client;
using RoomSockets.FunctionalTests.Lifecycle;

namespace RoomSockets.FunctionalTests.Client;

/// <summary>Makes clients for these tests, and reads from them with patience.</summary>
internal static class Clients
{
    public static async Task<RoomSocketsClient> ClientAsync(this TestApp app, string token, string path = "/ws", Action<RoomSocketsClientOptions>? configure = null)
    {
        var client = Create(new Uri(app.Ws, path), token, configure);
        await client.ConnectAsync().Patiently();
        return client;
    }

    public static RoomSocketsClient Create(Uri uri, string token, Action<RoomSocketsClientOptions>? configure = null) => new(uri, options =>
    {
        options.Token = (_, _) => ValueTask.FromResult<string?>(token);
        // What is tested is coming back, not waiting for it.
        options.Jitter = static () => 0.02;
        configure?.Invoke(options);
    });

    /// <summary>Opens sockets to whichever application there is at the moment: each host has a port of its own.</summary>
    public static Action<RoomSocketsClientOptions> To(Func<TestApp> app) => options => options.OpenSocket = async (request, cancellationToken) =>
    {
        var socket = new ClientWebSocket();
        foreach (var subProtocol in request.SubProtocols) socket.Options.AddSubProtocol(subProtocol);
        await socket.ConnectAsync(new Uri(app().Ws, request.Uri.PathAndQuery), cancellationToken);
        return socket;
    };

    public static async Task<List<RoomMessage>> TakeAsync(this ClientRoom room, int count) =>
        await room.ReadAllAsync().Take(count).ToListAsync().AsTask().Patiently();

    /// <summary>The next event that fulfils a condition; those before it are of no interest.</summary>
    public static Task<T> NextAsync<T>(Action<EventHandler<T>> subscribe, Func<T, bool>? condition = null)
    {
        var next = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        subscribe((_, value) =>
        {
            if (condition?.Invoke(value) != false) next.TrySetResult(value);
        });
        return next.Task.Patiently();
    }
}
