namespace RoomSockets;

/// <summary>Keeps the hashes of tokens; a token itself never reaches it.</summary>
/// <remarks>Called by many threads at once. Throws <see cref="StoreUnavailableException"/> where it cannot answer for the moment.</remarks>
public interface ITokenStore
{
    /// <summary>Adds a token. One that the user has already, by its hash, is returned as it is: adding it again is harmless.</summary>
    /// <param name="userId">The number of its user.</param>
    /// <param name="hash">The SHA-256 of its key, 32 bytes; unique.</param>
    /// <param name="expiresAt">Its end (UTC); null for never.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="KeyNotFoundException">There is no such user.</exception>
    /// <exception cref="ArgumentException">The hash has not 32 bytes, or is another user's.</exception>
    ValueTask<StoredToken> AddAsync(long userId, ReadOnlyMemory<byte> hash, DateTimeOffset? expiresAt, CancellationToken cancellationToken);

    /// <summary>The token with that hash and its user, expired or not; null when there is none.</summary>
    ValueTask<(StoredToken Token, StoredUser User)?> FindAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken);

    /// <summary>The tokens of a user by ascending number.</summary>
    ValueTask<IReadOnlyList<StoredToken>> GetAsync(long userId, CancellationToken cancellationToken);

    /// <summary>Moves a token's end, and notes when it was used. False when there is no such token.</summary>
    ValueTask<bool> RenewAsync(long id, DateTimeOffset? expiresAt, CancellationToken cancellationToken);

    /// <summary>Removes a token. False when there was none.</summary>
    ValueTask<bool> RemoveAsync(long id, CancellationToken cancellationToken);

    /// <summary>Removes what ended before a moment, tokens and tickets, some at a time. The number of those removed; 0 when none is left.</summary>
    ValueTask<int> RemoveExpiredAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Adds a one-time ticket. Of the tickets of its user the newest stay; older ones, and those that have ended when this one is added, are removed.</summary>
    /// <param name="hash">The SHA-256 of the ticket, 32 bytes; unique.</param>
    /// <param name="ticket">What it stands for.</param>
    /// <param name="keep">How many tickets the user may have, this one included; at least 1.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="KeyNotFoundException">There is no such user.</exception>
    /// <exception cref="ArgumentException">The hash has not 32 bytes.</exception>
    ValueTask AddTicketAsync(ReadOnlyMemory<byte> hash, StoredTicket ticket, int keep, CancellationToken cancellationToken);

    /// <summary>Takes a ticket out, expired or not, with its user: of all who ask at once, on any node, one gets it and the others null.</summary>
    ValueTask<(StoredTicket Ticket, StoredUser User)?> TakeTicketAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken);
}

/// <summary>A one-time ticket as the store keeps it.</summary>
/// <param name="UserId">The number of its user.</param>
/// <param name="Content">What it stands for, in a form that is the library's own; the store returns it byte by byte. At most 65,536 bytes.</param>
/// <param name="CreatedAt">When it was issued (UTC).</param>
/// <param name="ExpiresAt">Its end (UTC).</param>
public sealed record StoredTicket(long UserId, ReadOnlyMemory<byte> Content, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

/// <summary>A token as the store keeps it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="UserId">The number of its user.</param>
/// <param name="CreatedAt">When it was issued (UTC).</param>
/// <param name="ExpiresAt">Its end (UTC); null for never.</param>
/// <param name="LastUsedAt">When it was renewed or issued last (UTC).</param>
public sealed record StoredToken(long Id, long UserId, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset LastUsedAt);
