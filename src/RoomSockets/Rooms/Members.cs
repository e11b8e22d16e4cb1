namespace RoomSockets;

/// <summary>Owns who is in one room. Joins and leaves are cheap; the arrays for a delivery are made anew only after one of them.</summary>
internal sealed class Members
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Connection, Seat?> _all = [];
    private Audience _audience = Audience.Nobody;
    private Roster? _roster;
    private bool _stale;
    private bool _retired;

    public int Count
    {
        get
        {
            lock (_gate) return _all.Count;
        }
    }

    /// <summary>Who is present, for those who asked; null where nobody has.</summary>
    public Roster? Roster => Volatile.Read(ref _roster);

    /// <summary>Null when the room is retired: the caller takes a new one. False when it is a member already.</summary>
    /// <param name="connection">The member.</param>
    /// <param name="seat">Its seat, where it speaks the sub-protocol.</param>
    public bool? Add(Connection connection, Seat? seat = null)
    {
        lock (_gate)
        {
            if (_retired) return null;
            if (!_all.TryAdd(connection, seat)) return false;
            _roster?.Enter(connection);
            _stale = true;
            return true;
        }
    }

    /// <summary>Removes a member.</summary>
    /// <param name="connection">The member.</param>
    /// <param name="isEmpty">Whether it was the last one.</param>
    public bool Remove(Connection connection, out bool isEmpty)
    {
        lock (_gate)
        {
            var removed = _all.Remove(connection);
            isEmpty = removed && _all.Count == 0;
            if (removed) _roster?.Leave(connection);
            _stale |= removed;
            // An empty room stays for a while; it must not keep its last members alive.
            if (isEmpty) (_audience, _stale) = (Audience.Nobody, false);
            return removed;
        }
    }

    public Seat? FindSeat(Connection connection)
    {
        lock (_gate) return _all.GetValueOrDefault(connection);
    }

    /// <summary>Everybody at this moment.</summary>
    public Connection[] All()
    {
        lock (_gate) return [.. _all.Keys];
    }

    /// <summary>Those to deliver to at this moment.</summary>
    public Audience Snapshot()
    {
        lock (_gate)
        {
            if (_stale) (_audience, _stale) = (Audience.Of(_all), false);
            return _audience;
        }
    }

    /// <summary>From now on it is known who is present; those who are here already are entered first.</summary>
    public Roster Watch(Func<Roster> create)
    {
        lock (_gate)
        {
            if (_roster is not null) return _roster;
            var roster = create();
            foreach (var connection in _all.Keys) roster.Enter(connection);
            Volatile.Write(ref _roster, roster);
            return roster;
        }
    }

    /// <summary>Takes the room out of service if nobody is in it.</summary>
    public bool TryRetire()
    {
        lock (_gate)
        {
            if (_all.Count > 0) return false;
            _retired = true;
            return true;
        }
    }
}

/// <summary>Those to deliver to: raw members, and those who speak the sub-protocol. The arrays are never changed.</summary>
internal sealed record Audience(Connection[] Raw, Seat[] Seats, bool RawDeflates, bool SeatsDeflate)
{
    public static Audience Nobody { get; } = new([], [], false, false);

    /// <summary>Raw members about whom a filter is asked; not in <see cref="Raw"/>.</summary>
    public Connection[] FilteredRaw { get; init; } = [];

    /// <summary>Seats about which a filter is asked; not in <see cref="Seats"/>.</summary>
    public Seat[] FilteredSeats { get; init; } = [];

    public int Count => Raw.Length + Seats.Length + FilteredRaw.Length + FilteredSeats.Length;

    public static Audience Of(Dictionary<Connection, Seat?> members) =>
        Of(members.Where(static member => member.Value is null).Select(static member => member.Key), members.Values.OfType<Seat>());

    public static Audience Of(IEnumerable<Connection> raw, IEnumerable<Seat> seats)
    {
        var (filteredRaw, plainRaw) = Split(raw, static member => member);
        var (filteredSeats, plainSeats) = Split(seats, static seat => seat.Connection);
        return new Audience(plainRaw, plainSeats, plainRaw.Any(static member => member.Deflates), plainSeats.Any(static seat => seat.Connection.Deflates))
        {
            FilteredRaw = filteredRaw,
            FilteredSeats = filteredSeats,
        };
    }

    private static (T[] Filtered, T[] Plain) Split<T>(IEnumerable<T> all, Func<T, Connection> connectionOf)
    {
        List<T> filtered = [], plain = [];
        foreach (var one in all) (connectionOf(one).Filter is null ? plain : filtered).Add(one);
        return ([.. filtered], [.. plain]);
    }
}
