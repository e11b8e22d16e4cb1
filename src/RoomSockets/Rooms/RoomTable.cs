using System.Collections.Concurrent;

namespace RoomSockets;

/// <summary>Owns the rooms of this node, by name, and their number. An empty room stays for <see cref="RoomSocketsOptions.RoomRetention"/>, so that its offsets go on.</summary>
internal sealed class RoomTable(RoomServices services)
{
    /// <summary>How much of the table one look for empty rooms frees, so that the next thousands need no look.</summary>
    private const int EvictOneIn = 16;

    private readonly ConcurrentDictionary<string, Room> _rooms = new(StringComparer.Ordinal);
    private readonly Lock _evicting = new();
    private int _count;
    private long _lastVainLook;

    /// <summary>Whether what is published is stored first.</summary>
    public bool Stores => services.Journal is not null;

    /// <summary>All rooms in memory, those without members too.</summary>
    public int Count => Volatile.Read(ref _count);

    public IEnumerable<Room> Occupied => _rooms.Values.Where(room => room.Members.Count > 0);

    public Room? GetOrAdd(string name) => GetOrAdd(name, audience: null);

    public Room? Find(string name) => _rooms.GetValueOrDefault(name);

    /// <summary>The room; null when there are too many and none is empty.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="audience">Who hears what is said in it, where that is not its members.</param>
    public Room? GetOrAdd(string name, Func<Audience>? audience)
    {
        while (true)
        {
            if (_rooms.TryGetValue(name, out var room)) return room;
            if (!TryReserve()) return null;
            room = new Room(name, services, Retire, audience);
            if (_rooms.TryAdd(name, room))
            {
                services.Wheel.Schedule(room, services.Options.RoomRetention);
                return room;
            }

            Interlocked.Decrement(ref _count);
        }
    }

    public void Remove(Room room, Connection member)
    {
        if (!room.Members.Remove(member, out var isEmpty) || !isEmpty) return;
        room.Touch();
        services.Wheel.Schedule(room, services.Options.RoomRetention);
    }

    private bool TryReserve()
    {
        if (Interlocked.Increment(ref _count) <= services.Options.MaxRooms) return true;
        Interlocked.Decrement(ref _count);
        lock (_evicting)
        {
            // Where all rooms are in use a look is in vain, and whoever asks for more would have us look all the time.
            if (_lastVainLook != 0 && services.Time.GetElapsedTime(_lastVainLook) < TimeSpan.FromSeconds(1)) return false;
            EvictLongestEmpty();
            _lastVainLook = Count < services.Options.MaxRooms ? 0 : services.Time.GetTimestamp();
        }

        if (Interlocked.Increment(ref _count) <= services.Options.MaxRooms) return true;
        Interlocked.Decrement(ref _count);
        return false;
    }

    private void EvictLongestEmpty()
    {
        var empty = _rooms.Values.Where(room => room.Members.Count == 0).OrderByDescending(room => room.Unused);
        foreach (var room in empty.Take(Math.Max(1, services.Options.MaxRooms / EvictOneIn)).ToList()) Retire(room);
    }

    private void Retire(Room room)
    {
        if (!room.TryRetire()) return;
        if (_rooms.TryRemove(new KeyValuePair<string, Room>(room.Name, room))) Interlocked.Decrement(ref _count);
        services.Wheel.Remove(room);
    }
}
