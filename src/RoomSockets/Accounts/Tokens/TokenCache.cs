namespace RoomSockets;

/// <summary>Tokens that were found good a moment ago. Bounded; revocation on this node empties it at once.</summary>
internal sealed class TokenCache(TimeProvider time)
{
    private const int MaxTokens = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (StoredToken Token, StoredUser User, DateTimeOffset Until)> _byHash = new(StringComparer.Ordinal);
    private readonly Dictionary<long, string> _hashes = [];
    private long _revocations;

    /// <summary>Counts revocations: what was looked up before one must not be remembered after it.</summary>
    public long Revocations => Interlocked.Read(ref _revocations);

    public (StoredToken Token, StoredUser User)? Find(string hash)
    {
        lock (_gate)
            return _byHash.TryGetValue(hash, out var found) && found.Until > time.GetUtcNow() ? (found.Token, found.User) : null;
    }

    /// <param name="hash">The hash of its key.</param>
    /// <param name="token">The token.</param>
    /// <param name="user">Its user.</param>
    /// <param name="lifetime">How long it is believed.</param>
    /// <param name="revocations">How many revocations there had been when it was looked up.</param>
    public void Add(string hash, StoredToken token, StoredUser user, TimeSpan lifetime, long revocations)
    {
        if (lifetime <= TimeSpan.Zero) return;
        lock (_gate)
        {
            if (revocations != _revocations) return;
            // Seldom: dropping all of it costs one look-up each.
            if (_byHash.Count >= MaxTokens) Clear();
            _byHash[hash] = (token, user, time.GetUtcNow() + lifetime);
            _hashes[token.Id] = hash;
        }
    }

    public void Remove(long tokenId)
    {
        lock (_gate)
        {
            _revocations++;
            if (_hashes.Remove(tokenId, out var hash)) _byHash.Remove(hash);
        }
    }

    private void Clear()
    {
        _byHash.Clear();
        _hashes.Clear();
    }
}
