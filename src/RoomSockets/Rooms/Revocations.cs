namespace RoomSockets;

/// <summary>
/// Remembers for a while which tokens or users were revoked and when. A handshake that had its token looked up just before, and is
/// known to nobody yet, must not slip through, nor one with a ticket that was issued before; what begins later is its validator's to judge.
/// </summary>
internal sealed class Revocations(TimeProvider time)
{
    private const int MaxRemembered = 100_000;

    /// <summary>No ticket lives longer, and no handshake after it, see <see cref="AccountOptions.TicketLifetime"/> and <see cref="RoomSocketsOptions.HandshakeTimeout"/>.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(7);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _moments = new(StringComparer.Ordinal);
    private readonly Queue<(string TokenId, long Moment)> _byAge = new();

    public void Add(string tokenId)
    {
        lock (_gate)
        {
            while (_byAge.TryPeek(out var oldest) && (_byAge.Count >= MaxRemembered || time.GetElapsedTime(oldest.Moment) > Remembered)) Forget(_byAge.Dequeue());
            var now = time.GetTimestamp();
            _moments[tokenId] = now;
            _byAge.Enqueue((tokenId, now));
        }
    }

    /// <summary>Whether the token was revoked at that moment or later.</summary>
    public bool HasSince(string tokenId, long moment)
    {
        lock (_gate) return _moments.TryGetValue(tokenId, out var revoked) && revoked >= moment;
    }

    private void Forget((string TokenId, long Moment) old)
    {
        // It may have been revoked again since.
        if (_moments.TryGetValue(old.TokenId, out var latest) && latest == old.Moment) _moments.Remove(old.TokenId);
    }
}
