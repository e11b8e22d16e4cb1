namespace RoomSockets;

/// <summary>Tokens in memory: gone with the process.</summary>
internal sealed class MemoryTokenStore(IUserStore users, MemoryStoreOptions options, TimeProvider time) : ITokenStore
{
    private const int HashLength = 32;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, StoredToken> _byHash = new(StringComparer.Ordinal);
    private readonly Dictionary<long, string> _hashes = [];
    private readonly Dictionary<long, SortedSet<long>> _byUser = [];
    private readonly MemoryTickets _tickets = new(options.Tokens);
    private long _lastId;

    public async ValueTask<StoredToken> AddAsync(long userId, ReadOnlyMemory<byte> hash, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        if (hash.Length != HashLength) throw new ArgumentException("A SHA-256 has 32 bytes.", nameof(hash));
        if (await users.FindAsync(userId, cancellationToken) is null) throw new KeyNotFoundException($"There is no user {userId}.");
        var now = time.GetUtcNow();
        lock (_gate)
        {
            var key = Convert.ToHexString(hash.Span);
            if (_byHash.TryGetValue(key, out var there)) return there.UserId == userId ? there : throw new ArgumentException("Another user has a token of that hash.", nameof(hash));
            if (_byHash.Count >= options.Tokens && RemoveExpired(now) == 0) throw new StoreUnavailableException($"The store in memory has {options.Tokens} tokens, as many as MemoryStoreOptions.Tokens allows.");
            var token = new StoredToken(++_lastId, userId, now, expiresAt, now);
            _byHash.Add(key, token);
            _hashes.Add(token.Id, key);
            if (!_byUser.TryGetValue(userId, out var ids)) _byUser.Add(userId, ids = []);
            ids.Add(token.Id);
            return token;
        }
    }

    public async ValueTask<(StoredToken Token, StoredUser User)?> FindAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken)
    {
        StoredToken? token;
        lock (_gate) token = _byHash.GetValueOrDefault(Convert.ToHexString(hash.Span));
        return token is not null && await users.FindAsync(token.UserId, cancellationToken) is { } user ? (token, user) : null;
    }

    public ValueTask<IReadOnlyList<StoredToken>> GetAsync(long userId, CancellationToken cancellationToken)
    {
        lock (_gate) return new(_byUser.TryGetValue(userId, out var ids) ? [.. ids.Select(id => _byHash[_hashes[id]])] : []);
    }

    public ValueTask<bool> RenewAsync(long id, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_hashes.TryGetValue(id, out var hash)) return new(false);
            _byHash[hash] = _byHash[hash] with { ExpiresAt = expiresAt, LastUsedAt = time.GetUtcNow() };
            return new(true);
        }
    }

    public ValueTask<bool> RemoveAsync(long id, CancellationToken cancellationToken)
    {
        lock (_gate) return new(Remove(id));
    }

    public ValueTask<int> RemoveExpiredAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        lock (_gate) return new(RemoveExpired(before) + _tickets.RemoveExpired(before));
    }

    public async ValueTask AddTicketAsync(ReadOnlyMemory<byte> hash, StoredTicket ticket, int keep, CancellationToken cancellationToken)
    {
        if (hash.Length != HashLength) throw new ArgumentException("A SHA-256 has 32 bytes.", nameof(hash));
        ArgumentNullException.ThrowIfNull(ticket);
        if (await users.FindAsync(ticket.UserId, cancellationToken) is null) throw new KeyNotFoundException($"There is no user {ticket.UserId}.");
        lock (_gate) _tickets.Add(Convert.ToHexString(hash.Span), ticket, keep);
    }

    public async ValueTask<(StoredTicket Ticket, StoredUser User)?> TakeTicketAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken)
    {
        StoredTicket? ticket;
        lock (_gate) ticket = _tickets.Take(Convert.ToHexString(hash.Span));
        return ticket is not null && await users.FindAsync(ticket.UserId, cancellationToken) is { } user ? (ticket, user) : null;
    }

    private int RemoveExpired(DateTimeOffset before)
    {
        var ended = _byHash.Values.Where(token => token.ExpiresAt < before).Select(static token => token.Id).ToList();
        foreach (var id in ended) Remove(id);
        return ended.Count;
    }

    private bool Remove(long id)
    {
        if (!_hashes.Remove(id, out var hash) || !_byHash.Remove(hash, out var token)) return false;
        var ids = _byUser[token.UserId];
        ids.Remove(id);
        if (ids.Count == 0) _byUser.Remove(token.UserId);
        return true;
    }
}
