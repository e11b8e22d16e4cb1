using System.Runtime;

namespace RoomSockets.Benchmarks.Serving;

/// <summary>What a server tells about itself; node's servers leave out what they do not know.</summary>
internal sealed record ServerState
{
    public string Runtime { get; init; } = string.Empty;
    public string Gc { get; init; } = string.Empty;
    public long HeapBytes { get; init; }
    public long? AllocatedBytes { get; init; }
    public int[] Collections { get; init; } = [];
    public double PauseMilliseconds { get; init; }
    public int Connections { get; init; }

    public static ServerState Take(bool collect, int connections)
    {
        // Two rounds, because finalizers of the first let go of what the second frees.
        for (var i = 0; collect && i < 2; i++)
        {
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return new ServerState
        {
            Runtime = System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription,
            // What is in force: on one core the runtime falls back to the workstation collector.
            Gc = $"{(GCSettings.IsServerGC ? "server" : "workstation")}{(GCSettings.LatencyMode == GCLatencyMode.Interactive ? ", concurrent" : string.Empty)}",
            HeapBytes = GC.GetTotalMemory(forceFullCollection: false),
            AllocatedBytes = GC.GetTotalAllocatedBytes(precise: collect),
            Collections = [GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)],
            PauseMilliseconds = GC.GetTotalPauseDuration().TotalMilliseconds,
            Connections = connections,
        };
    }
}
