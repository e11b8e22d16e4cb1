namespace RoomSockets;

/// <summary>Owns what the directory knows of one connection: its handler, and the rooms that it is in.</summary>
internal sealed class DirectoryEntry(Connection connection, RoomHandler handler, MiddlewareChain? chain = null)
{
    private readonly Lock _gate = new();
    private Room[] _rooms = [];
    private Seat? _desk;
    private bool _gone;

    public Connection Connection { get; } = connection;

    public RoomHandler Handler { get; } = handler;

    /// <summary>What stands between the connection and its handler; null for nothing.</summary>
    public MiddlewareChain? Chain { get; } = chain;

    /// <summary>Where it is handed what is meant for the user and not for a room.</summary>
    public Seat Desk => _desk ?? Interlocked.CompareExchange(ref _desk, Seat.Occupied(Connection), null) ?? _desk;

    /// <summary>The rooms at this moment; after the end, those that it left then. The array is never changed.</summary>
    public Room[] Rooms => Volatile.Read(ref _rooms);

    public bool IsGone => Volatile.Read(ref _gone);

    /// <summary>When what it came with began to be looked up: whoever revokes it later than that means this one, too.</summary>
    public long Began { get; set; }

    public ConnectionInfo Info => new(Connection.Id, Connection.UserId, Connection.UserName, Connection.ConnectedAt, Connection.DroppedSignals);

    /// <summary>The room of that name, if the connection is a member.</summary>
    public Room? Find(string room)
    {
        if (IsGone) return null;
        foreach (var one in Rooms)
        {
            if (string.Equals(one.Name, room, StringComparison.Ordinal)) return one;
        }

        return null;
    }

    /// <summary>Joins what <paramref name="findRoom"/> gives, which may be asked again when that room goes out of service meanwhile.</summary>
    public JoinResult Join(string room, int maxRooms, Func<string, Room?> findRoom)
    {
        lock (_gate)
        {
            if (_gone) return JoinResult.NotConnected;
            if (Find(room) is not null) return JoinResult.AlreadyMember;
            if (_rooms.Length >= maxRooms) return JoinResult.TooManyRooms;
            while (findRoom(room) is { } found)
            {
                if (found.Members.Add(Connection, Connection.Dialect is null ? null : new Seat(Connection)) is null) continue;
                Volatile.Write(ref _rooms, [.. _rooms, found]);
                return JoinResult.Joined;
            }

            return JoinResult.RoomUnavailable;
        }
    }

    /// <summary>Leaves one room; false when it was no member. Under the same lock as a join, so that the two cannot cross.</summary>
    public bool Leave(string room, Action<Room, Connection> remove)
    {
        lock (_gate)
        {
            if (Find(room) is not { } found) return false;
            Volatile.Write(ref _rooms, [.. _rooms.Where(one => one != found)]);
            remove(found, Connection);
            return true;
        }
    }

    /// <summary>No more joins; the rooms stay readable, so that the handler can be told of each.</summary>
    public bool TryGo()
    {
        lock (_gate)
        {
            if (_gone) return false;
            _gone = true;
            return true;
        }
    }
}
