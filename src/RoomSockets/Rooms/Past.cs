namespace RoomSockets;

/// <summary>Reads what was said in one room from the store, once for all who ask for it: the backlog keeps it for the next.</summary>
#pragma warning disable CA1001 // The semaphore never hands out its wait handle, so there is nothing to dispose of.
internal sealed class Past(string room, Journal journal, Backlog backlog, RedactedItems redacted, int maxBytes)
#pragma warning restore CA1001
{
    private const int PageSize = 1000;

    private readonly SemaphoreSlim _turn = new(1, 1);

    // What cannot be given back once never can: the gap only grows, and retention takes from the beginning.
    private long _unreachable;
    private int _failures;

    /// <summary>The messages from one offset to another, the room's last; null where not all of them are kept any more, or they are more bytes than anybody is given at once.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot answer.</exception>
    public async Task<IReadOnlyList<byte[]>?> ReadAsync(long from, long to, CancellationToken cancellationToken)
    {
        if (backlog.Find(from, to) is { } known) return known;
        var failures = Volatile.Read(ref _failures);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // A store that does not answer is asked once, and not by each of those who wait, one after the other.
            if (failures != _failures) throw new StoreUnavailableException($"The store cannot tell what was said in room '{room}'.");
            return await ReadInTurnAsync(from, to, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            _failures++;
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The newest of it, for a first look: what is at hand, and where nothing is, what the store has.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot answer.</exception>
    public async Task<IReadOnlyList<byte[]>> LookAsync(long last, int count, CancellationToken cancellationToken)
    {
        if (backlog.Find(Math.Max(backlog.First, last - count + 1), last) is { Count: > 0 } atHand) return atHand;
        var page = await journal.ReadBackwardAsync(room, last + 1, count, cancellationToken).AsTask().WaitAsync(cancellationToken);
        List<byte[]> items = [.. page.Select(Scribe.WriteItem)];
        if (page.Count > 0) AddBefore(page[0].Offset, items);
        return items;
    }

    private async Task<IReadOnlyList<byte[]>?> ReadInTurnAsync(long from, long to, CancellationToken cancellationToken)
    {
        if (backlog.Find(from, to) is { } found) return found;
        if (from <= _unreachable) return null;
        var first = backlog.First;
        // What lies between is of use to nobody else, so the backlog is not extended over a hole that large.
        if (first > to + 1 || from >= first) return await ReadStoreAsync(from, to, cancellationToken);
        if (await ReadStoreAsync(from, first - 1, cancellationToken) is not { } older) return null;
        AddBefore(from, older);
        return backlog.Find(from, to) ?? (backlog.Find(first, to) is { } newer ? [.. older, .. newer] : await ReadStoreAsync(from, to, cancellationToken));
    }

    /// <summary>What was redacted while it was read is corrected when it is there: not before, or it could come back.</summary>
    private void AddBefore(long first, List<byte[]> items)
    {
        backlog.AddBefore(first, items);
        redacted.CorrectBacklog();
    }

    private async Task<List<byte[]>?> ReadStoreAsync(long from, long to, CancellationToken cancellationToken)
    {
        var items = new List<byte[]>();
        var (begin, bytes) = (from, 0);
        while (from <= to)
        {
            // A store that does not look at its cancellation token must not hold those who have gone.
            var page = await journal.ReadForwardAsync(room, from - 1, (int)Math.Min(PageSize, to - from + 1), cancellationToken).AsTask().WaitAsync(cancellationToken);
            foreach (var alert in page)
            {
                if (alert.Offset != from++) return GiveUp(begin);
                items.Add(Scribe.WriteItem(alert));
                bytes += items[^1].Length;
            }

            if (page.Count == 0 || bytes > maxBytes) return GiveUp(begin);
        }

        return items;
    }

    private List<byte[]>? GiveUp(long from)
    {
        _unreachable = Math.Max(_unreachable, from);
        return null;
    }
}
