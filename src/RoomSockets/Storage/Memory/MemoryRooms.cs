namespace RoomSockets;

/// <summary>The table of rooms in memory, and which of them may be forgotten. Guarded by the store's lock.</summary>
internal sealed class MemoryRooms(MemoryWindow window, MemoryStoreOptions options, TimeProvider time)
{
    private readonly Dictionary<string, MemoryRoom> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<long, MemoryRoom> _byId = [];
    private readonly SortedSet<long> _ids = [];

    // Kept apart from those with members: a full table finds the one to forget at once.
    private readonly LinkedList<MemoryRoom> _withoutMembers = new();
    private long _lastId;

    public MemoryRoom? Find(string name) => _byName.GetValueOrDefault(name);

    public MemoryRoom? Find(long id) => _byId.GetValueOrDefault(id);

    /// <summary>By ascending number; the cost is that of the page, not of the table.</summary>
    public IEnumerable<MemoryRoom> After(long id, int limit) =>
        id == long.MaxValue ? [] : _ids.GetViewBetween(id + 1, long.MaxValue).Take(limit).Select(one => _byId[one]);

    /// <exception cref="StoreUnavailableException">The table is full of rooms with members.</exception>
    public MemoryRoom GetOrAdd(string name, string? creatorId)
    {
        if (_byName.TryGetValue(name, out var known)) return known;
        if (_byName.Count >= options.Rooms) MakePlace();
        var room = new MemoryRoom(++_lastId, name, creatorId, time.GetUtcNow());
        _byName.Add(name, room);
        _byId.Add(room.Id, room);
        _ids.Add(room.Id);
        _withoutMembers.AddLast(room.Place);
        return room;
    }

    /// <summary>Something was said there: it is the last to be forgotten.</summary>
    public void Touch(MemoryRoom room)
    {
        if (room.Members.Count > 0) return;
        _withoutMembers.Remove(room.Place);
        _withoutMembers.AddLast(room.Place);
    }

    public bool AddMember(MemoryRoom room, long userId)
    {
        if (room.Members.Count == 0) _withoutMembers.Remove(room.Place);
        return room.Members.Add(userId);
    }

    public bool RemoveMember(MemoryRoom room, long userId)
    {
        if (!room.Members.Remove(userId)) return false;
        if (room.Members.Count == 0) _withoutMembers.AddLast(room.Place);
        return true;
    }

    /// <summary>Forgets the room without members that was silent longest.</summary>
    private void MakePlace()
    {
        if (_withoutMembers.First is not { Value: var room })
            throw new StoreUnavailableException($"The store in memory has {options.Rooms} rooms with members, as many as MemoryStoreOptions.Rooms allows.");
        window.Clear(room);
        _withoutMembers.Remove(room.Place);
        _ids.Remove(room.Id);
        _byId.Remove(room.Id);
        _byName.Remove(room.Name);
    }
}
