using System.Diagnostics;

namespace RoomSockets.Benchmarks.Loading;

/// <summary>All members of a room lose their connections at once and come back, each to a position of its own, while messages go on.</summary>
internal sealed class RecoverLoad : IListener, IDisposable
{
    /// <summary>The line by which a server is asked to be killed and started again.</summary>
    public const string Cut = "cut";

    private const string Room = "recover";
    private readonly LoadPlan _plan;
    private readonly ServerProbe _probe;
    private readonly Crowd _crowd;

    /// <summary>The members, and behind them the one that publishes.</summary>
    private readonly Returner[] _returners;
    private readonly Queue<int> _away = [];
    private readonly Histogram _answers = new();
    private readonly Flow _flow;
    private long _cutAt;
    private int _unanswered, _answered;
    private double _firstAnswer, _lastAnswer;
    private bool _isCutting;
    private string? _fault;

    private RecoverLoad(LoadPlan plan, ServerProbe probe)
    {
        (_plan, _probe) = (plan, probe);
        _returners = [.. Enumerable.Range(0, plan.Members + 1).Select(static _ => new Returner())];
        _crowd = new Crowd(plan, V1Frames.Verbatim, this);
        _flow = new Flow(V1Frames.Publish(Room, new string('x', plan.Bytes)), plan.Rate);
    }

    private int Publisher => _plan.Members;

    public static LoadResult Run(LoadPlan plan, ServerProbe probe)
    {
        using var load = new RecoverLoad(plan, probe);
        return load.Measure();
    }

    public void OnText(Client client, ReadOnlySpan<byte> text, long now)
    {
        var returner = _returners[client.Room];
        if (V1Frames.Is(text, "{\"type\":\"message\""u8)) returner.OnMessage(V1Frames.NumberOf(text, "\"offset\":"u8));
        else if (V1Frames.Is(text, "{\"type\":\"joined\""u8)) OnJoined(client, returner, text, now);
        else if (V1Frames.Is(text, "{\"type\":\"error\""u8)) _fault ??= System.Text.Encoding.UTF8.GetString(text);
    }

    public void OnEnded(Client client)
    {
        if (!_isCutting)
        {
            _fault ??= $"a connection ended with {client.CloseCode}";
            return;
        }

        var isPublisher = client.Room == Publisher;
        if (isPublisher) _flow.Stop();
        _returners[client.Room].Leave(isPublisher ? 0 : Forget(client.Room));
        _away.Enqueue(client.Room);
    }

    /// <summary>How far back a member goes; mixed, as those are who come back by chance.</summary>
    private int Forget(int member) => (int)(member * 7919L % _plan.Members * _plan.Spread / _plan.Members);

    private void OnJoined(Client client, Returner returner, ReadOnlySpan<byte> joined, long now)
    {
        returner.OnJoined(joined);
        if (client.Room == Publisher) _flow.Begin(client, returner.Last);
        if (_cutAt == 0) return;
        _unanswered--;
        if (client.Room == Publisher) return;
        _answers.Add(now - _cutAt);
        _lastAnswer = Stopwatch.GetElapsedTime(_cutAt, now).TotalSeconds;
        if (_answered++ == 0) _firstAnswer = _lastAnswer;
    }

    public void Dispose() => _crowd.Dispose();

    private LoadResult Measure()
    {
        Begin();
        if (_plan.Restarts) WaitForRestart();
        else CutMembers();
        Return();
        Run(_plan.Seconds);
        var last = WaitUntilAllHaveTheLast();
        foreach (var returner in _returners) returner.Close(last);
        if (last != _flow.Position) _fault ??= $"what was published ends at {_flow.Position}, and the room at {last}";
        return Describe();
    }

    /// <summary>A room with some past, all its members, and messages.</summary>
    private void Begin()
    {
        Open(Publisher);
        PumpUntil(() => _flow.HasPublisher, "The room had no position");
        for (var i = 0; i < _plan.Spread; i++) _flow.Send();
        PumpUntil(() => _returners[Publisher].Last == _flow.Position, "The room had no past");
        _crowd.Open(_plan.Members, static i => $"/v1/{Room}?token=user{i}", static i => i);
        PumpUntil(() => Array.TrueForAll(_returners, static returner => returner.IsSeated), "The members had not all joined");
        Run(_plan.WarmUp);
    }

    private void CutMembers()
    {
        _isCutting = true;
        foreach (var client in _crowd.Clients)
            if (client.Room != Publisher) _crowd.End(client);
        _isCutting = false;
        _cutAt = Stopwatch.GetTimestamp();
    }

    private void WaitForRestart()
    {
        _isCutting = true;
        Console.WriteLine(Cut);
        PumpUntil(() => _away.Count == _returners.Length, "The server had not been killed");
        _isCutting = false;
        var patience = new Patience(TimeSpan.FromSeconds(60), "The server had not come back");
        while (!_probe.IsThere)
        {
            _crowd.Pump(20);
            patience.Check();
        }

        // Nobody can be answered sooner. Who publishes comes first, so that messages go on.
        _cutAt = Stopwatch.GetTimestamp();
        _unanswered++;
        Open(Publisher);
    }

    private void Return()
    {
        var patience = new Patience(TimeSpan.FromMinutes(3), $"Of {_plan.Members} members not all had been answered");
        while (_answered < _plan.Members && _fault is null)
        {
            while (_unanswered < _plan.AtOnce && _away.TryDequeue(out var member))
            {
                if (member == Publisher) continue;
                _unanswered++;
                Open(member);
            }

            _flow.SendDue();
            _crowd.Pump(1);
            patience.Check();
        }
    }

    private void Open(int number)
    {
        var returner = _returners[number];
        var since = returner.Epoch is { } epoch ? $"&since={returner.Last}&epoch={epoch}" : string.Empty;
        _crowd.Open($"/v1/{Room}?token=user{number}{since}", number);
    }

    private void Run(double seconds)
    {
        _flow.Resume();
        for (var time = new Patience(TimeSpan.FromSeconds(seconds), string.Empty); !time.IsOver && _fault is null; _crowd.Pump(1)) _flow.SendDue();
    }

    private long WaitUntilAllHaveTheLast()
    {
        var patience = new Patience(TimeSpan.FromSeconds(30), string.Empty);
        while (!patience.IsOver && _fault is null && !HaveAll()) _crowd.Pump(10);
        return _returners.Max(static returner => returner.Last);
    }

    private bool HaveAll() => Array.TrueForAll(_returners, one => one.Last == _flow.Position);

    private void PumpUntil(Func<bool> isDone, string complaint)
    {
        var patience = new Patience(TimeSpan.FromSeconds(60), complaint);
        while (!isDone() && _fault is null)
        {
            _crowd.Pump(10);
            patience.Check();
        }
    }

    private LoadResult Describe()
    {
        var result = new LoadResult { Server = _probe.Ask(collect: false), Fault = _fault };
        result.Figures[Figure.FirstAnswer] = _firstAnswer;
        result.Figures[Figure.MedianAnswer] = _answers.Percentile(0.5) / Stopwatch.Frequency;
        result.Figures[Figure.LastAnswer] = _lastAnswer;
        result.Figures[Figure.Recovered] = _returners.Sum(static one => one.Recovered);
        result.Figures[Figure.Lost] = _returners.Sum(static one => one.Lost);
        result.Figures[Figure.Repeated] = _returners.Sum(static one => one.Repeated);
        result.Figures[Figure.Gaps] = _returners.Count(static one => one.HasGap);
        result.Figures[Figure.Published] = _flow.Sent;
        return result;
    }
}
