namespace RoomSockets.Client;

/// <summary>Owns the rooms that are joined, in the order in which they were, and what is not wanted any more.</summary>
internal sealed class RoomTable(IMembershipOwner owner, Func<Membership, ClientRoom> createRoom)
{
    /// <summary>A route has one room; a server that names more and more is not followed for ever.</summary>
    private const int MostRoomsOfServer = 100;

    private readonly OrderedDictionary<string, Membership> _rooms = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unwanted = new(StringComparer.Ordinal);

    /// <summary>The rooms at this moment, so that they may be left meanwhile.</summary>
    public IReadOnlyList<Membership> All => [.. _rooms.Values];

    public Membership? Find(string name) => _rooms.GetValueOrDefault(name);

    public Membership Join(string name, JoinOptions options)
    {
        _unwanted.Remove(name);
        if (Find(name) is { } known)
        {
            known.Ask(options);
            return known;
        }

        var room = new Membership(owner, name, options, createRoom);
        _rooms.Add(name, room);
        room.Join();
        return room;
    }

    /// <summary>The server put this connection into a room by itself: that of the route. Null when nobody wants it.</summary>
    public Membership? Receive(string name)
    {
        if (_unwanted.Contains(name))
        {
            owner.Connection?.Send(FrameWriter.Leave(owner.Numbers.Next(), name));
            return null;
        }

        if (_rooms.Values.Count(known => known.IsOfServer) >= MostRoomsOfServer) return null;
        var room = new Membership(owner, name, options: null, createRoom);
        _rooms.Add(name, room);
        return room;
    }

    /// <summary>The application leaves it.</summary>
    public void Leave(Membership room)
    {
        Refuse(room);
        room.End(new RoomSocketsException("left", $"The room '{room.Name}' was left.") { Room = room.Name }, new RoomLeft(null, null), isQuiet: true);
    }

    /// <summary>It is over; should the server join it by itself again, it is left.</summary>
    public void Refuse(Membership room)
    {
        if (room.IsOfServer) _unwanted.Add(room.Name);
    }

    public void Forget(Membership room) => _rooms.Remove(room.Name);
}
