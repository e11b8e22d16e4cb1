namespace RoomSockets;

/// <summary>How often something happened for a key of late. Bounded: the keys of longest ago are forgotten first.</summary>
/// <param name="limit">From how many on a key is over it; 0 for never.</param>
/// <param name="window">How long it counts.</param>
/// <param name="time">The clock; by its timestamps, so that nobody waits for an hour because the time of day was set back.</param>
internal sealed class RecentCounts(int limit, TimeSpan window, TimeProvider time)
{
    public const int MaxKeys = 100_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Events>> _byKey = new(StringComparer.Ordinal);
    private readonly LinkedList<Events> _byAge = new();

    /// <summary>The keys that are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _byKey.Count;
        }
    }

    /// <summary>Zero where one more may be tried; else how long until then.</summary>
    public TimeSpan WaitFor(string key)
    {
        if (limit == 0) return TimeSpan.Zero;
        lock (_gate)
        {
            if (!_byKey.TryGetValue(key, out var node)) return TimeSpan.Zero;
            var moments = node.Value.Moments;
            while (moments.First is { } oldest && time.GetElapsedTime(oldest.Value) >= window) moments.RemoveFirst();
            return moments.Count < limit ? TimeSpan.Zero : window - time.GetElapsedTime(moments.First!.Value);
        }
    }

    /// <summary>Counts one where one more may be tried. One step: several at once would else find the same place free.</summary>
    /// <returns>Zero where it was counted; else how long to wait.</returns>
    public TimeSpan TryAdd(string key)
    {
        lock (_gate)
        {
            var wait = WaitFor(key);
            if (wait == TimeSpan.Zero) Add(key);
            return wait;
        }
    }

    /// <summary>Counts one, until it is taken back.</summary>
    public void Add(string key)
    {
        if (limit == 0) return;
        lock (_gate)
        {
            ForgetOld();
            var node = Renew(key);
            _byAge.AddLast(node);
            var moments = node.Value.Moments;
            moments.AddLast(time.GetTimestamp());
            // More than the limit says nothing more.
            if (moments.Count > limit) moments.RemoveFirst();
        }
    }

    /// <summary>Takes the latest one back.</summary>
    public void TakeBack(string key)
    {
        lock (_gate)
        {
            if (!_byKey.TryGetValue(key, out var node)) return;
            if (node.Value.Moments.Count > 1) node.Value.Moments.RemoveLast();
            else Forget(node);
        }
    }

    /// <summary>Forgets a key: it belongs to somebody who has proved it.</summary>
    public void Clear(string key)
    {
        lock (_gate)
            if (_byKey.TryGetValue(key, out var node)) Forget(node);
    }

    /// <summary>Those within the window stay, and of them as many as there is room for.</summary>
    private void ForgetOld()
    {
        while (_byAge.First is { } oldest && (_byKey.Count >= MaxKeys || oldest.Value.Moments.Last is not { } last || time.GetElapsedTime(last.Value) >= window)) Forget(oldest);
    }

    /// <summary>The key's node, in no list.</summary>
    private LinkedListNode<Events> Renew(string key)
    {
        if (_byKey.TryGetValue(key, out var known))
        {
            _byAge.Remove(known);
            return known;
        }

        return _byKey[key] = new LinkedListNode<Events>(new Events(key));
    }

    private void Forget(LinkedListNode<Events> node)
    {
        _byAge.Remove(node);
        _byKey.Remove(node.Value.Key);
    }

    private sealed record Events(string Key)
    {
        public LinkedList<long> Moments { get; } = new();
    }
}
