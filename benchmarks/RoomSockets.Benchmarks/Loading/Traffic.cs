using System.Diagnostics;

namespace RoomSockets.Benchmarks.Loading;

/// <summary>
/// Owns the rooms of a load: numbers the messages, checks that each member gets each of them once and in order, and knows
/// when all have it.
/// </summary>
internal sealed class Traffic(LoadPlan plan, Dialect dialect) : IListener
{
    private readonly TrafficRoom[] _rooms =
        [.. Enumerable.Range(0, plan.Rooms).Select(room => new TrafficRoom(new Letter(dialect, plan.Echo ? null : TrafficRoom.NameOf(room), plan.Bytes)))];
    private bool _counts;
    private long _lost, _repeated, _strayed;
    private int _ended, _lastCloseCode;

    public Histogram Latency { get; } = new();

    public long Deliveries { get; private set; }

    public int InFlight { get; private set; }

    /// <summary>Called with a room's number when all its members have a message.</summary>
    public Action<int> Finished { get; set; } = static _ => { };

    /// <summary>What is wrong once everything should have arrived; null when nothing is.</summary>
    public string? Fault => Damage ?? (InFlight == 0 ? null : $"{InFlight} messages did not reach everybody");

    /// <summary>Whether a member is gone, so that nothing will ever reach everybody again.</summary>
    public bool IsBroken => _ended > 0;

    /// <summary>What is wrong with what has arrived; null when nothing is.</summary>
    public string? Damage => (_lost, _repeated, _strayed, _ended) switch
    {
        (0, 0, 0, 0) => null,
        _ => $"lost {_lost}, repeated or out of order {_repeated}, to the wrong room {_strayed}, connections ended {_ended} (last close code {_lastCloseCode})",
    };

    public void OnReady(Client client) => _rooms[client.Room].Members.Add(client);

    public void OnEnded(Client client)
    {
        _ended++;
        _lastCloseCode = client.CloseCode;
    }

    /// <summary>Sends messages until every member has had the last one: only then are all of them members.</summary>
    public void Synchronise(Crowd crowd)
    {
        var patience = new Patience(TimeSpan.FromSeconds(30), "The members had not all joined");
        for (var room = 0; room < _rooms.Length; room++)
        {
            var next = _rooms[room];
            while (!next.IsInStep)
            {
                Post(room, Stopwatch.GetTimestamp());
                for (var turn = new Patience(TimeSpan.FromMilliseconds(300), string.Empty); !next.IsInStep && !turn.IsOver;) crowd.Pump(50);
                patience.Check();
            }
        }

        _counts = true;
    }

    /// <summary>Leaves out what one member will not get.</summary>
    public void Except(Client client) => _rooms[client.Room].Members.Remove(client);

    public void Clear()
    {
        Latency.Clear();
        Deliveries = 0;
    }

    /// <summary>Sends the next message to a room, by its first member.</summary>
    public void Send(int room, long time)
    {
        InFlight++;
        _rooms[room].Begin();
        Post(room, time);
    }

    public void OnRecord(Client client, long room, long number, long time, long now)
    {
        if (room != client.Room)
        {
            _strayed++;
            return;
        }

        if (number != client.Expected && client.Expected >= 0 && _counts)
        {
            if (number < client.Expected)
            {
                _repeated++;
                return;
            }

            _lost += number - client.Expected;
        }

        client.Expected = number + 1;
        if (!_counts) return;
        Latency.Add(now - time);
        Deliveries++;
        if (!_rooms[room].Arrive(number)) return;
        InFlight--;
        Finished((int)room);
    }

    private void Post(int room, long time)
    {
        var target = _rooms[room];
        target.Members[0].Send(target.Letter.Frame(room, target.Next++, time));
    }
}
