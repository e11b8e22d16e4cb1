using Microsoft.EntityFrameworkCore;
using RoomSockets;

// The last "generation" is the heap of pinned objects: the server's pool of 4 KiB blocks lives there, and nothing of ours.
// It keeps what a crowd once needed at the same moment, and gives it back when it pleases.
const int PinnedHeap = 4;

// A host that tells what it holds, in a process of its own: its memory is not mixed with the clients'.
var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Error);
var database = builder.Configuration["database"];
var rooms = builder.Services.AddRoomSockets(options =>
{
    options.MaxConnectionsPerAddress = 100_000;
    options.MaxConnectionsPerUser = 100_000;
    (options.MessagesPerSecond, options.JoinsPerSecond) = (0, 0);
    if (database is null) return;
    // A busy machine may keep a client away for longer than a thousand messages; what is cut here shall be recovered nevertheless.
    options.RecoveryMessages = 10_000;
    options.OutboxBytes = 16 * 1024 * 1024;
});
if (database is not null) rooms.AddEntityFrameworkStore(db => db.UseSqlite($"Data Source={database}")).AddConstantToken("soak", "soaker");

var app = builder.Build();
if (database is not null) await StoreEndpoints.MapAsync(app);
app.MapRoomSockets("/ws/{room}").AllowAnonymous();
app.MapRoomSockets("/ws", static message => message.RelayAsync()).AllowAnonymous();
app.MapGet("/state", async (IConnectionManager rooms, ConnectionLimits limits, RoomTable table) =>
{
    for (var i = 0; i < 3; i++)
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
    }

    var counts = await rooms.CountAsync();
    var generations = GC.GetGCMemoryInfo(GCKind.FullBlocking).GenerationInfo;
    return new State(Live(generations[..PinnedHeap]), Live(generations[PinnedHeap..]), counts.Connections, counts.Rooms, limits.Connections, table.Count, Block.Outstanding);
});
app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine(app.Urls.Single()));
app.Run();

static long Live(ReadOnlySpan<GCGenerationInfo> generations)
{
    var bytes = 0L;
    foreach (var generation in generations) bytes += generation.SizeAfterBytes - generation.FragmentationAfterBytes;
    return bytes;
}

internal sealed record State(long Memory, long ServerPool, int Connections, int OccupiedRooms, int Places, int Rooms, int Blocks);
