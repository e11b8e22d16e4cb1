namespace RoomSockets;

/// <summary>Pages of a room's past: from the store, and where there is none, from what the room has at hand.</summary>
internal sealed class Histories(RoomTable rooms, Journal? journal = null)
{
    /// <param name="room">The room.</param>
    /// <param name="before">Only what was said before that offset: the last of it. Null for everything.</param>
    /// <param name="after">Only what was said after that offset: the first of it. Null where <paramref name="before"/> counts.</param>
    /// <param name="limit">The most messages.</param>
    /// <param name="maxBytes">The most bytes; at least one message is given.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Ascending, and whether there is more in that direction.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot answer.</exception>
    public async ValueTask<(IReadOnlyList<byte[]> Items, bool HasMore)> ReadAsync(string room, long? before, long? after, int limit, int maxBytes, CancellationToken cancellationToken)
    {
        var isForward = after is not null;
        var conversation = rooms.Find(room)?.Conversation;
        using var reading = conversation?.BeginReading();
        var (items, hasMore) = journal is null
            ? rooms.Find(room)?.Look(before, after, limit) ?? ([], false)
            : await ReadStoreAsync(journal, room, before, after, limit, cancellationToken);
        if (conversation is not null) items = conversation.Correct(items);
        var fitting = Cut(items, maxBytes, isForward);
        return (fitting, hasMore || fitting.Count < items.Count);
    }

    private static async ValueTask<(IReadOnlyList<byte[]> Items, bool HasMore)> ReadStoreAsync(Journal journal, string room, long? before, long? after, int limit, CancellationToken cancellationToken)
    {
        // One more than is asked for tells whether there is more.
        var page = after is { } behind
            ? await journal.ReadForwardAsync(room, behind, limit + 1, cancellationToken)
            : await journal.ReadBackwardAsync(room, before ?? long.MaxValue, limit + 1, cancellationToken);
        var kept = page.Count <= limit ? page : after is null ? page.Skip(1) : page.Take(limit);
        return ([.. kept.Select(Scribe.WriteItem)], page.Count > limit);
    }

    /// <summary>As many as fit, from the end where reading goes on from.</summary>
    private static IReadOnlyList<byte[]> Cut(IReadOnlyList<byte[]> items, int maxBytes, bool isForward)
    {
        var (count, bytes) = (0, 0L);
        while (count < items.Count)
        {
            bytes += items[isForward ? count : items.Count - 1 - count].Length + 1;
            if (bytes > maxBytes && count > 0) break;
            count++;
        }

        return count == items.Count ? items : [.. isForward ? items.Take(count) : items.Skip(items.Count - count)];
    }
}
