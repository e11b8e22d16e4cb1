using RoomSockets;

// A host that tells what it holds, in a process of its own: its memory is not mixed with the clients'.
var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Error);
builder.Services.AddRoomSockets(options =>
{
    options.MaxConnectionsPerAddress = 100_000;
    options.MaxConnectionsPerUser = 100_000;
});

var app = builder.Build();
app.MapRoomSockets("/ws/{room}").AllowAnonymous();
app.MapGet("/state", async (IConnectionManager rooms, ConnectionLimits limits, RoomTable table) =>
{
    for (var i = 0; i < 3; i++)
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
    }

    var counts = await rooms.CountAsync();
    return new State(GC.GetTotalMemory(forceFullCollection: true), counts.Connections, counts.Rooms, limits.Connections, table.Count, Block.Outstanding);
});
app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine(app.Urls.Single()));
app.Run();

internal sealed record State(long Memory, int Connections, int OccupiedRooms, int Places, int Rooms, int Blocks);
