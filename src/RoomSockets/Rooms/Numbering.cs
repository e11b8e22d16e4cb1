namespace RoomSockets;

/// <summary>Gives messages their offsets where no store does, and knows the keys of late where no store does. Guarded by the room.</summary>
internal sealed class Numbering(TimeProvider time)
{
    private RecentKeys? _keys;

    /// <summary>The last offset that was given.</summary>
    public long Last { get; private set; }

    /// <summary>Puts a numbered message into the inbox.</summary>
    /// <param name="inbox">The room's inbox.</param>
    /// <param name="data">The message.</param>
    /// <param name="how">How it wants to be treated.</param>
    /// <param name="publication">What else is known of it; null for nothing.</param>
    /// <param name="isWatched">Whether somebody reads more of it than its frame.</param>
    /// <param name="otherBytes">Of what those get.</param>
    /// <returns>Its offset; 0 for one that is stored first.</returns>
    public long Add(RoomInbox inbox, MessageData data, in PostOptions how, Publication? publication, bool isWatched, int otherBytes)
    {
        if (publication is null && !isWatched)
        {
            inbox.Add(data, how);
            return ++Last;
        }

        publication ??= new Publication { From = how.Sender?.Identity.Reference, Sender = how.Sender, IsJson = data.IsJson };
        if ((publication.Alert is null || publication.From is null) && publication.Key is not null && (_keys ??= new RecentKeys()).FindOrAdd(publication) is { } first)
        {
            publication.First = first;
            inbox.Add(new RoomItem(publication, null));
            return first.Offset;
        }

        inbox.Add(data, how, publication, otherBytes);
        if (publication.Alert is null) (publication.Offset, publication.At) = (++Last, time.GetUtcNow());
        return publication.Offset;
    }
}
