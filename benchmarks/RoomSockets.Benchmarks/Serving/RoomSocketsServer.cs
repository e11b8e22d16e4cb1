namespace RoomSockets.Benchmarks.Serving;

/// <summary>The library as a careful user would run it, open to load tools.</summary>
internal static class RoomSocketsServer
{
    private const int MiB = 1024 * 1024;

    public static Task<int> RunAsync(Arguments options)
    {
        var builder = ServerHost.CreateBuilder(options);
        // A load tool is one address and one user; nothing else differs from the defaults.
        builder.Services.AddRoomSockets(limits =>
        {
            limits.MaxConnections = 200_000;
            limits.MaxConnectionsPerAddress = 200_000;
            limits.MaxConnectionsPerUser = 200_000;
            limits.MaxHandshakes = 100_000;
        });

        var app = builder.Build();
        app.MapRoomSockets("/ws/{room}").AllowAnonymous();
        app.MapRoomSockets("/echo", EchoAsync).AllowAnonymous().ConfigureRoomSockets(AllowWhatSuitesSend);
        app.MapRoomSockets("/echo-deflate", EchoAsync).AllowAnonymous().ConfigureRoomSockets(AllowWhatSuitesSend).ConfigureRoomSockets(limits => limits.Deflate = true);

        var rooms = app.Services.GetRequiredService<IConnectionManager>();
        return ServerHost.RunAsync(app, options, async () => (int)(await rooms.CountAsync()).Connections);
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
