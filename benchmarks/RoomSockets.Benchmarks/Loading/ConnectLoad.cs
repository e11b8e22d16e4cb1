using System.Diagnostics;

namespace RoomSockets.Benchmarks.Loading;

/// <summary>Opens and closes connections, a few at a time, each to the end: handshake, ready, both close frames, hung up.</summary>
internal sealed class ConnectLoad : IListener
{
    private const int AtOnce = 16;
    private readonly Histogram _latency = new();
    private readonly Dictionary<int, long> _started = [];
    private long _finished;
    private long _refused;

    public static LoadResult Run(LoadPlan plan, ServerProbe probe)
    {
        var load = new ConnectLoad();
        var dialect = Dialect.Of(plan.Dialect);
        using var crowd = new Crowd(plan, dialect, load);
        load.Keep(crowd, dialect, plan.WarmUp);
        load._latency.Clear();
        (load._finished, load._refused) = (0, 0);
        var before = probe.Ask(collect: true);
        var (cpu, start) = (probe.CpuSeconds, Stopwatch.GetTimestamp());
        load.Keep(crowd, dialect, plan.Seconds);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        cpu = probe.CpuSeconds - cpu;
        var after = probe.Ask(collect: false);
        var result = new LoadResult { Server = after, Fault = load.Fault };
        result.Figures[Figure.Rate] = load._finished / seconds;
        result.Figures[Figure.Cpu] = cpu * 1e6 / load._finished;
        result.Figures[Figure.P50] = DeliveryLoad.Microseconds(load._latency.Percentile(0.5));
        result.Figures[Figure.P99] = DeliveryLoad.Microseconds(load._latency.Percentile(0.99));
        result.Figures[Figure.P999] = DeliveryLoad.Microseconds(load._latency.Percentile(0.999));
        if (after.AllocatedBytes is { } allocated) result.Figures[Figure.Allocated] = (double)(allocated - before.AllocatedBytes!.Value) / load._finished;
        return result;
    }

    private string? Fault => _finished == 0 ? "no connection came to its end" : _refused > 0 ? $"{_refused} connections ended without a close frame" : null;

    public void OnReady(Client client) => client.SayGoodbye();

    public void OnEnded(Client client)
    {
        _finished++;
        if (!client.HasSentClose) _refused++;
        if (_started.Remove(client.Index, out var started)) _latency.Add(Stopwatch.GetTimestamp() - started);
    }

    private void Keep(Crowd crowd, Dialect dialect, double seconds)
    {
        var time = new Patience(TimeSpan.FromSeconds(seconds), string.Empty);
        var patience = new Patience(TimeSpan.FromSeconds(seconds + 10), "Connections had not been closed by the server");
        for (var i = 0; !time.IsOver || _started.Count > 0; i++)
        {
            while (!time.IsOver && _started.Count < AtOnce)
            {
                var started = Stopwatch.GetTimestamp();
                _started[crowd.Open(dialect.RoomPath($"room{i % 100}"), room: -1).Index] = started;
            }

            crowd.Pump(10);
            patience.Check();
        }
    }
}
