namespace RoomSockets;

/// <summary>All alerts that the store in memory keeps, in their order over all rooms, and their bounds. Guarded by the store's lock.</summary>
internal sealed class MemoryWindow(MemoryStoreOptions options)
{
    // Ascending by number. What is forgotten leaves a hole, and all holes are closed when they are half of it.
    private readonly List<(long Id, StoredAlert? Alert)> _alerts = [];

    // Only rooms that have alerts: what takes from the silent ones never walks past empty ones.
    private readonly LinkedList<MemoryRoom> _bySilence = new();
    private long _lastId;
    private long _characters;
    private int _holes;

    private int Count => _alerts.Count - _holes;

    public Appended[] Append(MemoryRoom room, IReadOnlyList<NewAlert> alerts, StoredUser?[] senders, DateTimeOffset now)
    {
        if (room.Turn.List is not null) _bySilence.Remove(room.Turn);
        _bySilence.AddLast(room.Turn);
        var appended = new Appended[alerts.Count];
        for (var i = 0; i < appended.Length; i++) appended[i] = Append(room, alerts[i], senders[i], now);
        Trim(room);
        return appended;
    }

    /// <summary>Puts an alert in the place of the one with its number; both are in the window.</summary>
    public void Replace(MemoryRoom room, StoredAlert old, StoredAlert alert)
    {
        room.Replace(alert);
        _alerts[IndexOf(alert.Id)] = (alert.Id, alert);
        _characters += alert.Content.Length - old.Content.Length;
        Trim(room);
    }

    public void Clear(MemoryRoom room)
    {
        while (room.Count > 0) Forget(room);
    }

    /// <summary>A page over all rooms.</summary>
    public IReadOnlyList<StoredAlert> Read(AlertQuery query)
    {
        var page = new List<StoredAlert>();
        var start = query.After is { } after and < long.MaxValue ? IndexOf(after + 1) : query.After is null ? 0 : _alerts.Count;
        var end = query.Before is { } before ? IndexOf(before) : _alerts.Count;
        if (query is { After: not null, Before: null })
        {
            for (var i = start; i < end && page.Count < query.Limit; i++)
                if (_alerts[i].Alert is { } alert) page.Add(alert);
            return page;
        }

        for (var i = end - 1; i >= start && page.Count < query.Limit; i--)
            if (_alerts[i].Alert is { } alert) page.Add(alert);
        page.Reverse();
        return page;
    }

    private Appended Append(MemoryRoom room, in NewAlert alert, StoredUser? sender, DateTimeOffset now)
    {
        if (sender is not null && alert.Key is { } key && room.FindKey(sender.ConnectionUserId, key) is { } first) return new Appended(first, IsDuplicate: true, now);
        var stored = room.Append(++_lastId, alert, sender, now);
        _alerts.Add((stored.Id, stored));
        _characters += stored.Content.Length;
        return new Appended(stored.Offset, IsDuplicate: false, now);
    }

    /// <summary>Forgets what is too much: of the room first, then of the rooms that were silent longest.</summary>
    private void Trim(MemoryRoom room)
    {
        while (room.Count > options.AlertsPerRoom) Forget(room);
        while ((Count > options.Alerts || _characters > options.Characters) && _bySilence.First is { Value: var silent }) Forget(silent);
        // A batch of duplicates alone adds nothing, and a batch larger than all bounds leaves nothing.
        if (room.Count == 0 && room.Turn.List is not null) _bySilence.Remove(room.Turn);
    }

    private void Forget(MemoryRoom room)
    {
        var alert = room.Forget();
        if (room.Count == 0) _bySilence.Remove(room.Turn);
        _characters -= alert.Content.Length;
        _alerts[IndexOf(alert.Id)] = (alert.Id, null);
        if (++_holes <= _alerts.Count / 2) return;
        _alerts.RemoveAll(static one => one.Alert is null);
        _holes = 0;
    }

    /// <summary>Where the first one lies that has this number or a greater one.</summary>
    private int IndexOf(long id)
    {
        var at = _alerts.BinarySearch((id, null), ById);
        return at < 0 ? ~at : at;
    }

    private static readonly Comparer<(long Id, StoredAlert? Alert)> ById = Comparer<(long Id, StoredAlert? Alert)>.Create(static (a, b) => a.Id.CompareTo(b.Id));
}
