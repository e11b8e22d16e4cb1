namespace RoomSockets;

/// <summary>Owns which entries share a key: the connections of a user, or of a token. A lookup never scans all connections.</summary>
internal sealed class EntryIndex
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, HashSet<DirectoryEntry>> _entries = new(StringComparer.Ordinal);

    public int Count
    {
        get
        {
            lock (_gate) return _entries.Count;
        }
    }

    public void Add(string? key, DirectoryEntry entry)
    {
        if (key is null) return;
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out var set)) _entries.Add(key, set = []);
            set.Add(entry);
        }
    }

    /// <summary>True when it was the last one of its key.</summary>
    public bool Remove(string? key, DirectoryEntry entry)
    {
        if (key is null) return false;
        lock (_gate) return _entries.TryGetValue(key, out var set) && set.Remove(entry) && set.Count == 0 && _entries.Remove(key);
    }

    public DirectoryEntry[] Find(string key)
    {
        lock (_gate) return _entries.TryGetValue(key, out var set) ? [.. set] : [];
    }
}
