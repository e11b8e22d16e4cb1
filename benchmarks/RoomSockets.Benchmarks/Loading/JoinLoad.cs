using System.Diagnostics;

namespace RoomSockets.Benchmarks.Loading;

/// <summary>Many users join one room at the same moment, wait until nobody is told anything any more, and leave it again; each time another room.</summary>
internal sealed class JoinLoad : IListener, IDisposable
{
    private const int WarmUpCycles = 2;

    // Longer than the server gathers what it tells about presence.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(900);
    private readonly LoadPlan _plan;
    private readonly ServerProbe _probe;
    private readonly Crowd _crowd;
    private Phase _phase = new();
    private long _start;
    private int _answers;
    private long _told;
    private string? _fault;

    private JoinLoad(LoadPlan plan, ServerProbe probe)
    {
        (_plan, _probe) = (plan, probe);
        _crowd = new Crowd(plan, V1Frames.Verbatim, this);
    }

    public static LoadResult Run(LoadPlan plan, ServerProbe probe)
    {
        using var load = new JoinLoad(plan, probe);
        return load.Measure();
    }

    public void OnText(Client client, ReadOnlySpan<byte> text, long now)
    {
        if (V1Frames.Is(text, "{\"type\":\"joined\""u8) || V1Frames.Is(text, "{\"type\":\"left\""u8))
        {
            _answers++;
            _phase.Latency.Add(now - _start);
        }
        else if (V1Frames.Is(text, "{\"type\":\"presence\""u8)) _told = V1Frames.NumberOf(text, "\"count\":"u8);
        else if (V1Frames.Is(text, "{\"type\":\"error\""u8)) _fault ??= System.Text.Encoding.UTF8.GetString(text);
    }

    public void OnEnded(Client client) => _fault ??= $"a connection ended with {client.CloseCode}";

    public void Dispose() => _crowd.Dispose();

    private LoadResult Measure()
    {
        _crowd.Open(_plan.Members, static i => $"/v1?token=user{i}", static _ => 0);
        var (joins, leaves) = (new Phase(), new Phase());
        for (var cycle = -WarmUpCycles; cycle < _plan.Cycles && _fault is null; cycle++)
        {
            if (cycle == 0) (joins, leaves) = (new Phase(), new Phase());
            var room = TrafficRoom.NameOf(cycle + WarmUpCycles);
            Perform(joins, V1Frames.Join(room, id: 1, presence: true));
            if (_told != _plan.Members) _fault ??= $"{_plan.Members} users joined, and the last that was told of them is {_told}";
            Perform(leaves, V1Frames.Leave(room, id: 1));
        }

        var result = new LoadResult { Server = _probe.Ask(collect: false), Fault = _fault };
        joins.Describe(result, Figure.Joins);
        leaves.Describe(result, Figure.Leaves);
        return result;
    }

    /// <summary>All say the same at once; the time is until the last one is answered, the cost until all is quiet.</summary>
    private void Perform(Phase phase, byte[] frame)
    {
        (_phase, _answers) = (phase, 0);
        var (cpu, bytes) = (_probe.CpuSeconds, _crowd.Received);
        _start = Stopwatch.GetTimestamp();
        foreach (var client in _crowd.Clients) client.Send(frame);
        var patience = new Patience(TimeSpan.FromSeconds(60), $"{_plan.Members} members had not all been answered");
        while (_answers < _plan.Members && _fault is null)
        {
            _crowd.Pump(10);
            patience.Check();
        }

        phase.Seconds += Stopwatch.GetElapsedTime(_start).TotalSeconds;
        WaitForQuiet();
        phase.Count += _answers;
        phase.Cpu += _probe.CpuSeconds - cpu;
        phase.Bytes += _crowd.Received - bytes;
    }

    private void WaitForQuiet()
    {
        var patience = new Patience(TimeSpan.FromSeconds(30), "The server had not become quiet");
        var seen = -1L;
        for (var quiet = new Patience(Quiet, string.Empty); !quiet.IsOver; _crowd.Pump(10))
        {
            patience.Check();
            if (seen == _crowd.Received) continue;
            (seen, quiet) = (_crowd.Received, new Patience(Quiet, string.Empty));
        }
    }
}
