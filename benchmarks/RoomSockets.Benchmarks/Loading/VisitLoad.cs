using System.Diagnostics;

namespace RoomSockets.Benchmarks.Loading;

/// <summary>Few connections visit many rooms: after a warm-up each room once, so that all is new to the server, and then rooms at random for a while.</summary>
internal sealed class VisitLoad : IListener, IDisposable
{
    private readonly LoadPlan _plan;
    private readonly ServerProbe _probe;
    private readonly Crowd _crowd;
    private readonly Random _random = new(42);
    private readonly Visit[] _visits;
    private Phase _phase = new();
    private string _names = "warm";
    private bool _isReturning;
    private long _end;
    private int _underWay;
    private string? _fault;

    private VisitLoad(LoadPlan plan, ServerProbe probe)
    {
        (_plan, _probe) = (plan, probe);
        _crowd = new Crowd(plan, V1Frames.Verbatim, this);
        _visits = new Visit[plan.Members * plan.Window];
    }

    public static LoadResult Run(LoadPlan plan, ServerProbe probe)
    {
        using var load = new VisitLoad(plan, probe);
        return load.Measure();
    }

    public void OnText(Client client, ReadOnlySpan<byte> text, long now)
    {
        var (hasJoined, hasLeft) = (V1Frames.Is(text, "{\"type\":\"joined\""u8), V1Frames.Is(text, "{\"type\":\"left\""u8));
        if (hasJoined || hasLeft)
        {
            var id = (int)V1Frames.NumberOf(text, "\"id\":"u8);
            ref var visit = ref _visits[(client.Index * _plan.Window) + id];
            if (hasJoined) client.Send(V1Frames.Leave(NameOf(visit.Room), id));
            if (hasJoined) _phase.Latency.Add(now - visit.Began);
            if (hasLeft) Continue(client, id);
        }
        else if (V1Frames.Is(text, "{\"type\":\"error\""u8)) _fault ??= System.Text.Encoding.UTF8.GetString(text);
    }

    public void OnEnded(Client client) => _fault ??= $"a connection ended with {client.CloseCode}";

    public void Dispose() => _crowd.Dispose();

    private LoadResult Measure()
    {
        _crowd.Open(_plan.Members, static i => $"/v1?token=user{i}", static _ => 0);
        ReturnFor(_plan.WarmUp);
        (_names, _isReturning) = ("room", false);
        var first = Perform(TimeSpan.FromMinutes(5));
        var again = ReturnFor(_plan.Seconds);
        var result = new LoadResult { Server = _probe.Ask(collect: false), Fault = _fault };
        first.Describe(result, Figure.FirstVisits);
        again.Describe(result, Figure.Visits);
        return result;
    }

    private Phase ReturnFor(double seconds)
    {
        (_isReturning, _end) = (true, Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency));
        return Perform(TimeSpan.FromSeconds(seconds + 60));
    }

    /// <summary>Begins a visit in every lane of every connection, and returns when none goes on.</summary>
    private Phase Perform(TimeSpan most)
    {
        _phase = new Phase();
        _underWay = _visits.Length;
        var (cpu, bytes, start) = (_probe.CpuSeconds, _crowd.Received, Stopwatch.GetTimestamp());
        for (var i = 0; i < _visits.Length; i++)
        {
            _visits[i].Room = -1;
            Begin(_crowd.Clients[i / _plan.Window], i % _plan.Window);
        }

        var patience = new Patience(most, "The visits had not come to their end");
        while (_underWay > 0 && _fault is null)
        {
            _crowd.Pump(10);
            patience.Check();
        }

        _phase.Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        _phase.Cpu = _probe.CpuSeconds - cpu;
        _phase.Bytes = _crowd.Received - bytes;
        return _phase;
    }

    private void Continue(Client client, int lane)
    {
        _phase.Count++;
        Begin(client, lane);
    }

    private void Begin(Client client, int lane)
    {
        ref var visit = ref _visits[(client.Index * _plan.Window) + lane];
        visit = new Visit(NextRoom(visit.Room, lane), Stopwatch.GetTimestamp());
        if (visit.Room < 0) _underWay--;
        else client.Send(V1Frames.Join(NameOf(visit.Room), lane, presence: false));
    }

    /// <summary>Each lane has rooms of its own, so that no connection is in a room twice; -1 when it is done.</summary>
    private int NextRoom(int last, int lane)
    {
        if (_isReturning) return Stopwatch.GetTimestamp() < _end ? (_random.Next(_plan.Rooms / _plan.Window) * _plan.Window) + lane : -1;
        var next = last < 0 ? lane : last + _plan.Window;
        return next < _plan.Rooms ? next : -1;
    }

    private string NameOf(int room) => $"{_names}{room}";

    private record struct Visit(int Room, long Began);
}
