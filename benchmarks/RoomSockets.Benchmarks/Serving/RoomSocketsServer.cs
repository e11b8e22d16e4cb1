namespace RoomSockets.Benchmarks.Serving;

/// <summary>The library as a careful user would run it, open to load tools.</summary>
internal static class RoomSocketsServer
{
    private const int MiB = 1024 * 1024;

    public static async Task<int> RunAsync(Arguments options)
    {
        var builder = ServerHost.CreateBuilder(options);
        // A load tool is one address and one user, and a connection of it says more than a person; nothing else differs from the defaults.
        var sockets = builder.Services.AddRoomSockets(limits =>
        {
            limits.MaxConnections = 200_000;
            limits.MaxConnectionsPerAddress = 200_000;
            limits.MaxConnectionsPerUser = 200_000;
            limits.MaxHandshakes = 100_000;
            (limits.MessagesPerSecond, limits.JoinsPerSecond) = (0, 0);
            limits.PresenceLimit = (int)options.Get("presence-limit", limits.PresenceLimit);
        });
        sockets.AddStore(options);
        // Without it an application has no validators, and its handshakes carry no authentication.
        if (options.Has("users")) sockets.AddTokenValidator(static (token, _) => ValueTask.FromResult(TokenResult.Success(token.Token)));

        var app = builder.Build();
        await app.PrepareStoreAsync();
        Map(app);
        var rooms = app.Services.GetRequiredService<IConnectionManager>();
        return await ServerHost.RunAsync(app, options, async () => (int)(await rooms.CountAsync()).Connections);
    }

    private static void Map(WebApplication app)
    {
        app.MapRoomSockets("/ws/{room}").AllowAnonymous();
        app.MapRoomSockets("/v1/{room}").AllowAnonymous();
        app.MapRoomSockets<RelayHandler>("/v1").AllowAnonymous();
        app.MapRoomSockets("/echo", EchoAsync).AllowAnonymous().ConfigureRoomSockets(AllowWhatSuitesSend);
        app.MapRoomSockets("/echo-deflate", EchoAsync).AllowAnonymous().ConfigureRoomSockets(AllowWhatSuitesSend).ConfigureRoomSockets(limits => limits.Deflate = true);
        if (app.Services.GetService<CountingRoomStore>() is { } store) app.MapGet("/store", () => store.Counts);
    }

    private static ValueTask EchoAsync(MessageContext message) => message.ReplyAsync(message.Data);

    /// <summary>Suites of conformance cases send large messages, whole and in tiny fragments; an outbox must be able to hold them.</summary>
    private static void AllowWhatSuitesSend(RoomSocketsOptions limits)
    {
        limits.MaxMessageBytes = 16 * MiB;
        limits.MaxFragments = 1_000_000;
        limits.OutboxBytes = 64 * MiB;
    }
}
