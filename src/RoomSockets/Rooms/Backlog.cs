namespace RoomSockets;

/// <summary>
/// Owns the newest messages of one room as JSON, so that whoever comes back needs no store, and where there is none has them from
/// here. Contiguous; bounded in messages, in bytes, and over all rooms by the <see cref="BacklogBudget"/>.
/// </summary>
internal sealed class Backlog(int maxMessages, int maxBytes, BacklogBudget budget)
{
    private const int ShareOfEach = 4096;

    private readonly Lock _gate = new();
    private readonly ByteRing _bytes = new();

    // How long each message is. What was dropped at its beginning is cut off now and then, not each time.
    private readonly List<int> _lengths = [];
    private int _dropped;
    private long _first = 1;
    private bool _closed;

    /// <summary>The offset of the oldest one that is here; one more than the position where none is.</summary>
    public long First
    {
        get
        {
            lock (_gate) return _first;
        }
    }

    /// <summary>Where the room is: the offset of its newest message.</summary>
    public long Last
    {
        get
        {
            // Not without the lock: whoever adds older ones meanwhile has them for a moment and has not moved the beginning yet.
            lock (_gate) return _first + Count - 1;
        }
    }

    private int Count => _lengths.Count - _dropped;

    /// <summary>Where all rooms together hold too much, each keeps a little: the silent ones would else leave nothing to those where something is said.</summary>
    private bool IsOverBudget => budget.IsOver && _bytes.Length > ShareOfEach;

    /// <summary>Begins anew behind that offset.</summary>
    public void Reset(long last)
    {
        lock (_gate)
        {
            Clear();
            _first = last + 1;
        }
    }

    /// <summary>Adds the next message; one that does not follow the last begins the backlog anew.</summary>
    public void Add(long offset, ReadOnlySpan<byte> item)
    {
        lock (_gate)
        {
            if (offset != Last + 1)
            {
                Clear();
                _first = offset;
            }

            _lengths.Add(item.Length);
            _bytes.AddLast(item);
            budget.Count(item.Length);
            while (Count > 0 && (_closed || Count > maxMessages || _bytes.Length > maxBytes || IsOverBudget)) DropFirst();
        }
    }

    /// <summary>Adds what was read from a store before the first one, as far as there is room: the newest of it.</summary>
    public void AddBefore(long first, IReadOnlyList<byte[]> items)
    {
        lock (_gate)
        {
            if (_closed || first + items.Count < First) return;
            var lengths = new List<int>();
            for (var i = (int)(First - 1 - first); i >= 0 && i < items.Count; i--)
            {
                if (Count + lengths.Count >= maxMessages || _bytes.Length + items[i].Length > maxBytes || budget.IsOver) break;
                _bytes.AddFirst(items[i]);
                budget.Count(items[i].Length);
                lengths.Add(items[i].Length);
            }

            lengths.Reverse();
            _lengths.InsertRange(_dropped, lengths);
            _first -= lengths.Count;
        }
    }

    /// <summary>Changes the message that it is about, where that is here.</summary>
    public void Replace(Redaction redaction)
    {
        lock (_gate)
        {
            var (first, last) = (First, Last);
            if (redaction.Offset < first || redaction.Offset > last) return;
            var items = Find(first, last)!;
            items[(int)(redaction.Offset - first)] = redaction.ApplyTo(items[(int)(redaction.Offset - first)]);
            // Moderators are rare, and the bytes lie behind each other: all of them are laid down anew.
            Clear();
            _first = first;
            foreach (var item in items) Add(Last + 1, item);
        }
    }

    /// <summary>The messages from one offset to another; null where not all of them are here.</summary>
    public List<byte[]>? Find(long from, long to)
    {
        lock (_gate)
        {
            if (from < First || to > Last) return null;
            var found = new List<byte[]>((int)(to - from + 1));
            var (at, index) = (0, _dropped);
            for (var end = _dropped + (int)(from - First); index < end; index++) at += _lengths[index];
            for (var end = index + (int)(to - from + 1); index < end; at += _lengths[index++])
            {
                var item = new byte[_lengths[index]];
                _bytes.CopyTo(at, item);
                found.Add(item);
            }

            return found;
        }
    }

    /// <summary>A page of what is here, and whether there is more of it in that direction.</summary>
    /// <param name="before">Only what was said before that offset: the last of it. Null for everything.</param>
    /// <param name="after">Only what was said after that offset: the first of it. Null where <paramref name="before"/> counts.</param>
    /// <param name="limit">The most messages.</param>
    public (IReadOnlyList<byte[]> Items, bool HasMore) Page(long? before, long? after, int limit)
    {
        lock (_gate)
        {
            var from = after is { } behind ? Math.Max(First, Math.Min(behind, Last) + 1) : 0;
            var to = after is null ? Math.Min(Last, (before ?? long.MaxValue) - 1) : Math.Min(Last, from + limit - 1);
            if (after is null) from = Math.Max(First, to - limit + 1);
            return from > to ? ([], false) : (Find(from, to)!, after is null ? from > First : to < Last);
        }
    }

    /// <summary>The room is no more: what it holds counts no longer.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Clear();
        }
    }

    private void DropFirst()
    {
        budget.Count(-_lengths[_dropped]);
        _bytes.DropFirst(_lengths[_dropped++]);
        _first++;
        if (_dropped <= _lengths.Count / 2) return;
        _lengths.RemoveRange(0, _dropped);
        _dropped = 0;
    }

    private void Clear()
    {
        budget.Count(-_bytes.Length);
        _first = Last + 1;
        _bytes.Clear();
        _lengths.Clear();
        _dropped = 0;
    }
}

/// <summary>What the backlogs of all rooms may hold together, in bytes.</summary>
internal sealed class BacklogBudget(long maxBytes)
{
    private long _bytes;

    public bool IsOver => Interlocked.Read(ref _bytes) > maxBytes;

    public void Count(int bytes) => Interlocked.Add(ref _bytes, bytes);
}
