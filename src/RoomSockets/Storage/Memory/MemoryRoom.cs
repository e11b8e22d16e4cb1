using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace RoomSockets;

/// <summary>A room in memory: a window of its last alerts, the keys that are in it, and who belongs to it. Guarded by the store's lock.</summary>
internal sealed class MemoryRoom
{
    private const int EpochDigits = 12;

    // Ascending by offset and by number. What was forgotten at its beginning is cut off now and then, not each time.
    private readonly List<StoredAlert> _alerts = [];
    private readonly Dictionary<(string Sender, string Key), long> _keys = [];
    private readonly string _epoch = RandomNumberGenerator.GetHexString(EpochDigits, lowercase: true);
    private readonly DateTimeOffset _createdAt;
    private readonly string? _creatorId;
    private int _first;

    public MemoryRoom(long id, string name, string? creatorId, DateTimeOffset createdAt)
    {
        (Id, Name, _creatorId, _createdAt) = (id, name, creatorId, createdAt);
        Turn = new LinkedListNode<MemoryRoom>(this);
        Place = new LinkedListNode<MemoryRoom>(this);
    }

    public long Id { get; }

    public string Name { get; }

    public long LastOffset { get; private set; }

    public SortedSet<long> Members { get; } = [];

    /// <summary>Its place among the rooms with alerts, by when something was said there last.</summary>
    public LinkedListNode<MemoryRoom> Turn { get; }

    /// <summary>Its place among the rooms without members, likewise.</summary>
    public LinkedListNode<MemoryRoom> Place { get; }

    public int Count => _alerts.Count - _first;

    public ReadOnlySpan<StoredAlert> Alerts => CollectionsMarshal.AsSpan(_alerts)[_first..];

    public StoredRoom ToStored() => new(Id, Name, _createdAt, _creatorId, LastOffset, _epoch);

    public long? FindKey(string sender, string key) => _keys.TryGetValue((sender, key), out var offset) ? offset : null;

    public StoredAlert Append(long id, in NewAlert alert, StoredUser? sender, DateTimeOffset now)
    {
        var stored = new StoredAlert(id, Id, Name, ++LastOffset, alert.Content, now, sender?.ConnectionUserId, sender?.Id, alert.Key, sender?.Name, alert.IsJson);
        _alerts.Add(stored);
        if (stored is { SenderId: { } from, Key: { } key }) _keys[(from, key)] = stored.Offset;
        return stored;
    }

    /// <summary>Puts an alert in the place of the one with its offset. There must be one.</summary>
    public void Replace(StoredAlert alert) => _alerts[_first + (int)(alert.Offset - _alerts[_first].Offset)] = alert;

    /// <summary>Takes the oldest alert away. There must be one.</summary>
    public StoredAlert Forget()
    {
        var oldest = _alerts[_first];
        _alerts[_first++] = null!;
        if (oldest is { SenderId: { } from, Key: { } key }) _keys.Remove((from, key));
        if (_first > _alerts.Count / 2)
        {
            _alerts.RemoveRange(0, _first);
            _first = 0;
        }

        return oldest;
    }
}
