using System.Diagnostics;

namespace RoomSockets.Benchmarks.Loading;

/// <summary>Messages to rooms or back to their senders: first to warm up, then measured.</summary>
internal static class DeliveryLoad
{
    public static LoadResult Run(LoadPlan plan, ServerProbe probe)
    {
        var dialect = Dialect.Of(plan.Dialect);
        var traffic = new Traffic(plan, dialect);
        using var crowd = new Crowd(plan, dialect, traffic);
        crowd.Open(plan.Connections, i => plan.Echo ? dialect.EchoPath : dialect.RoomPath(TrafficRoom.NameOf(i % plan.Rooms)), i => i % plan.Rooms);
        traffic.Synchronise(crowd);
        var pace = new Pace(plan, crowd, traffic);
        pace.Keep(plan.WarmUp);
        probe.Ask(collect: true);
        // The collection has left the server cold; a moment brings it back before anything is counted.
        pace.Keep(plan.WarmUp / 4);
        return Measure(plan, probe, traffic, pace);
    }

    private static LoadResult Measure(LoadPlan plan, ServerProbe probe, Traffic traffic, Pace pace)
    {
        traffic.Clear();
        var before = probe.Ask(collect: false);
        var (cpu, own, start) = (probe.CpuSeconds, ServerProbe.CpuSecondsOf(Environment.ProcessId), Stopwatch.GetTimestamp());
        pace.Keep(plan.Seconds);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        cpu = probe.CpuSeconds - cpu;
        own = ServerProbe.CpuSecondsOf(Environment.ProcessId) - own;
        var after = probe.Ask(collect: false);
        var result = new LoadResult { Server = after, Fault = traffic.Deliveries == 0 ? "nothing was delivered" : traffic.Fault };
        Describe(result, traffic.Latency);
        result.Figures[Figure.Rate] = traffic.Deliveries / seconds;
        result.Figures[Figure.Cpu] = cpu * 1e6 / traffic.Deliveries;
        result.Figures[Figure.LoadBusy] = own * 100 / seconds;
        result.Figures[Figure.Pause] = after.PauseMilliseconds - before.PauseMilliseconds;
        if (after.AllocatedBytes is { } allocated) result.Figures[Figure.Allocated] = (double)(allocated - before.AllocatedBytes!.Value) / traffic.Deliveries;
        return result;
    }

    private static void Describe(LoadResult result, Histogram latency)
    {
        result.Figures[Figure.P50] = Microseconds(latency.Percentile(0.5));
        result.Figures[Figure.P99] = Microseconds(latency.Percentile(0.99));
        result.Figures[Figure.P999] = Microseconds(latency.Percentile(0.999));
    }

    public static double Microseconds(double ticks) => ticks * 1e6 / Stopwatch.Frequency;
}
