namespace RoomSockets.Benchmarks.Loading;

/// <summary>Opens many connections that do nothing, and looks at what they cost the server.</summary>
internal sealed class IdleLoad : IListener
{
    private const int WarmUpConnections = 200;
    private const int PerRoom = 100;
    private int _ended;

    public static LoadResult Run(LoadPlan plan, ServerProbe probe)
    {
        var dialect = Dialect.Of(plan.Dialect);
        // What the first connections load and compile is not the cost of a connection.
        using (var few = new Crowd(plan, dialect, new IdleLoad())) Open(few, dialect, WarmUpConnections);
        var load = new IdleLoad();
        using var crowd = new Crowd(plan, dialect, load);
        WaitForNobody(probe);
        var before = probe.Ask(collect: true);
        var residentBefore = probe.ResidentKiB;
        Open(crowd, dialect, plan.Members);
        Wait(crowd, 1);
        var after = probe.Ask(collect: true);
        var resident = probe.ResidentKiB;
        Wait(crowd, 1);
        var cpu = probe.CpuSeconds;
        Wait(crowd, plan.Seconds);
        cpu = probe.CpuSeconds - cpu;
        var result = new LoadResult { Server = after, Fault = load._ended > 0 ? $"{load._ended} connections ended" : null };
        result.Figures[Figure.Resident] = (resident - residentBefore) / plan.Members;
        result.Figures[Figure.IdleCpu] = cpu * 1000 / plan.Seconds;
        result.Figures[Figure.Managed] = (after.HeapBytes - before.HeapBytes) / 1024.0 / plan.Members;
        return result;
    }

    public void OnEnded(Client client) => _ended++;

    private static void Open(Crowd crowd, Dialect dialect, int count) =>
        crowd.Open(count, i => dialect.RoomPath($"room{i / PerRoom}"), static i => i / PerRoom);

    private static void WaitForNobody(ServerProbe probe)
    {
        var patience = new Patience(TimeSpan.FromSeconds(20), "The server had not forgotten its first connections");
        while (probe.Ask(collect: false).Connections > 0) patience.Check();
    }

    private static void Wait(Crowd crowd, double seconds)
    {
        for (var time = new Patience(TimeSpan.FromSeconds(seconds), string.Empty); !time.IsOver;) crowd.Pump(100);
    }
}
