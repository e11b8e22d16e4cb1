namespace RoomSockets;

/// <summary>
/// Redacts what a room has at hand, and remembers what is redacted while somebody reads its past: what was read before must not
/// be brought back after.
/// </summary>
internal sealed class RedactedItems(Backlog backlog)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, Redaction> _noted = [];
    private int _readers;

    /// <summary>From here on redactions are remembered, until what is returned is disposed of.</summary>
    public IDisposable BeginReading()
    {
        lock (_gate) _readers++;
        return new Reading(this);
    }

    public void Apply(Redaction redaction)
    {
        // First noted, then done: whoever puts what it has read into the backlog corrects it after that.
        lock (_gate)
        {
            if (_readers > 0 && _noted.GetValueOrDefault(redaction.Offset) is not { Data: null }) _noted[redaction.Offset] = redaction;
        }

        backlog.Replace(redaction);
    }

    /// <summary>Corrects what was put into the backlog by somebody who has read it before.</summary>
    public void CorrectBacklog()
    {
        foreach (var redaction in Noted()) backlog.Replace(redaction);
    }

    /// <summary>Items that were read, as they are now.</summary>
    public IReadOnlyList<byte[]> Correct(IReadOnlyList<byte[]> items)
    {
        var noted = Noted().ToDictionary(static redaction => redaction.Offset);
        return noted.Count == 0 ? items : [.. items.Select(item => noted.GetValueOrDefault(Redaction.OffsetOf(item))?.ApplyTo(item) ?? item)];
    }

    private Redaction[] Noted()
    {
        lock (_gate) return [.. _noted.Values];
    }

    private void EndReading()
    {
        lock (_gate)
        {
            if (--_readers == 0) _noted.Clear();
        }
    }

    private sealed class Reading(RedactedItems items) : IDisposable
    {
        private RedactedItems? _items = items;

        public void Dispose() => Interlocked.Exchange(ref _items, null)?.EndReading();
    }
}
