using System.Diagnostics;

namespace RoomSockets.Benchmarks.Loading;

/// <summary>A room at a fixed rate; then some members stop reading. What do the others feel, and when are they gone?</summary>
internal static class StalledLoad
{
    // The server's side of the kernel swallows megabytes before anything stalls; this side need not add to it.
    private const int SmallBuffer = 4096;
    private const double MostSeconds = 60;

    /// <summary>As long as it takes until the lame one is gone, more or less: a percentile of less would not be comparable.</summary>
    private const double LeastSeconds = 5;

    public static LoadResult Run(LoadPlan plan, ServerProbe probe)
    {
        var dialect = Dialect.Of(plan.Dialect);
        var traffic = new Traffic(plan, dialect);
        using var crowd = new Crowd(plan, dialect, traffic);
        crowd.Open(plan.Members - plan.Stalled, _ => dialect.RoomPath(TrafficRoom.NameOf(0)), static _ => 0);
        var lame = new Client[plan.Stalled];
        for (var i = 0; i < lame.Length; i++)
        {
            lame[i] = crowd.Open(dialect.RoomPath(TrafficRoom.NameOf(0)), 0, SmallBuffer);
            while (lame[i].State != ClientState.Ready) crowd.Pump(10);
        }

        traffic.Synchronise(crowd);
        var pace = new Pace(plan, crowd, traffic);
        pace.Keep(plan.WarmUp);
        traffic.Clear();
        // The same questions to the server as afterwards: they cost both sides time, and the comparison would count it.
        using (new EvictionWatch(plan, Stopwatch.GetTimestamp())) pace.Keep(Math.Max(plan.Seconds, LeastSeconds));
        var result = new LoadResult { Server = probe.Ask(collect: false) };
        result.Figures[Figure.P99Before] = DeliveryLoad.Microseconds(traffic.Latency.Percentile(0.99));
        result.Figures[Figure.Memory] = probe.ResidentKiB / 1024;

        foreach (var one in lame)
        {
            traffic.Except(one);
            crowd.Loop.Remove(one.Socket);
        }

        return Watch(traffic, pace, plan, result) with { Fault = traffic.Deliveries == 0 ? "nothing was delivered" : traffic.Damage };
    }

    private static LoadResult Watch(Traffic traffic, Pace pace, LoadPlan plan, LoadResult result)
    {
        traffic.Clear();
        using var watch = new EvictionWatch(plan, Stopwatch.GetTimestamp());
        pace.KeepRate(MostSeconds, () => watch.SecondsUntilEvicted > 0);
        // What was delayed counts: it is what the others feel.
        pace.Drain();
        result.Figures[Figure.P50] = DeliveryLoad.Microseconds(traffic.Latency.Percentile(0.5));
        result.Figures[Figure.P99] = DeliveryLoad.Microseconds(traffic.Latency.Percentile(0.99));
        result.Figures[Figure.P999] = DeliveryLoad.Microseconds(traffic.Latency.Percentile(0.999));
        result.Figures[Figure.PeakMemory] = watch.PeakKiB / 1024;
        if (traffic.InFlight > 0) result.Figures[Figure.Undelivered] = traffic.InFlight;
        if (watch.SecondsUntilEvicted > 0) result.Figures[Figure.Evicted] = watch.SecondsUntilEvicted;
        return result;
    }
}
