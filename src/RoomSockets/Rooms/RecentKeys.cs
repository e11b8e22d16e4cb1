namespace RoomSockets;

/// <summary>
/// The keys of late in one room, for those whose keys no store remembers: everybody where there is none, and anonymous
/// connections. Bounded; guarded by the room.
/// </summary>
internal sealed class RecentKeys
{
    private const int MaxKeys = 1000;

    // Places and not publications: those would keep their senders' connections in memory.
    private readonly Dictionary<(string Owner, string Key), MessagePlace> _keys = [];
    private readonly Queue<(string Owner, string Key)> _byAge = new();

    /// <summary>The place of the first publication of that key, unless it failed; null where this is the first one, which is then remembered.</summary>
    public MessagePlace? FindOrAdd(Publication publication)
    {
        if (publication is not { Key: { } key, KeyOwner: { } owner }) return null;
        if (_keys.TryGetValue((owner, key), out var first) && !first.HasFailed) return first;
        if (first is null) _byAge.Enqueue((owner, key));
        _keys[(owner, key)] = publication.Place = new MessagePlace();
        if (_byAge.Count > MaxKeys) _keys.Remove(_byAge.Dequeue());
        return null;
    }
}
