namespace RoomSockets;

/// <summary>Owns the one-time tickets of the store in memory; whoever calls holds the store's lock.</summary>
internal sealed class MemoryTickets(int most)
{
    private readonly Dictionary<string, StoredTicket> _byHash = new(StringComparer.Ordinal);
    private readonly Dictionary<long, List<string>> _byUser = [];

    public void Add(string hash, StoredTicket ticket, int keep)
    {
        if (_byHash.Count >= most && RemoveExpired(ticket.CreatedAt) == 0) throw new StoreUnavailableException($"The store in memory has {most} tickets, as many as MemoryStoreOptions.Tokens allows.");
        _byHash.Add(hash, ticket);
        if (!_byUser.TryGetValue(ticket.UserId, out var hashes)) _byUser.Add(ticket.UserId, hashes = []);
        hashes.Add(hash);
        foreach (var old in hashes.Where(one => _byHash[one].ExpiresAt < ticket.CreatedAt).ToList()) Take(old);
        while (hashes.Count > keep) Take(hashes[0]);
    }

    public StoredTicket? Take(string hash)
    {
        if (!_byHash.Remove(hash, out var ticket)) return null;
        var hashes = _byUser[ticket.UserId];
        hashes.Remove(hash);
        if (hashes.Count == 0) _byUser.Remove(ticket.UserId);
        return ticket;
    }

    public int RemoveExpired(DateTimeOffset before)
    {
        var ended = _byHash.Where(pair => pair.Value.ExpiresAt < before).Select(static pair => pair.Key).ToList();
        foreach (var hash in ended) Take(hash);
        return ended.Count;
    }
}
