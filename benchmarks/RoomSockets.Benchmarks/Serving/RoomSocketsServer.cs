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
        app.MapRoomSockets("/echo", message => message.ReplyAsync(message.Data)).AllowAnonymous().ConfigureRoomSockets(limits =>
        {
            // What suites of conformance cases send at most; an outbox must be able to hold such a message.
            limits.MaxMessageBytes = 16 * MiB;
            limits.OutboxBytes = 64 * MiB;
        });

        var rooms = app.Services.GetRequiredService<IConnectionManager>();
        return ServerHost.RunAsync(app, options, async () => (int)(await rooms.CountAsync()).Connections);
    }
}
