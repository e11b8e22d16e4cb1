namespace RoomSockets;

/// <summary>Keeps users: those who registered here, and those whom the host knows by an id of its own.</summary>
/// <remarks>Called by many threads at once. Throws <see cref="StoreUnavailableException"/> where it cannot answer for the moment.</remarks>
public interface IUserStore
{
    /// <summary>Adds a user who signs in with a password.</summary>
    /// <param name="name">Unique by its <see cref="StoredUser.NormalizeName"/>.</param>
    /// <param name="passwordHash">From <c>IPasswordHasher</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null when the name is taken.</returns>
    ValueTask<StoredUser?> AddAsync(string name, string passwordHash, CancellationToken cancellationToken);

    /// <summary>The user with that id of the host's, created on first sight, so that whatever refers to a user finds one.</summary>
    /// <param name="externalId">The id that connections carry, see <see cref="StoredUser.ThrowIfNotExternal"/>.</param>
    /// <param name="name">The user's name there; it is cut (<see cref="StoredUser.CutName"/>), and a suffix is added where somebody here has it. The id where it is null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException">The id is none for an external user.</exception>
    /// <returns>The user, and whether it was created now.</returns>
    ValueTask<(StoredUser User, bool IsNew)> GetOrAddExternalAsync(string externalId, string? name, CancellationToken cancellationToken);

    /// <summary>The user of that name, without regard to case; null when there is none.</summary>
    ValueTask<StoredUser?> FindByNameAsync(string name, CancellationToken cancellationToken);

    /// <summary>The user with that id of the host's; null when none was ever seen. Creates nobody.</summary>
    ValueTask<StoredUser?> FindExternalAsync(string externalId, CancellationToken cancellationToken);

    /// <summary>The user with that number; null when there is none.</summary>
    ValueTask<StoredUser?> FindAsync(long id, CancellationToken cancellationToken);

    /// <summary>Replaces the password's hash. Tokens that were issued before stay good: see <see cref="ITokenIssuer.RevokeUserAsync(long)"/>.</summary>
    /// <param name="id">The user's number.</param>
    /// <param name="passwordHash">The new hash.</param>
    /// <param name="replaces">Only where this is the hash just now; null for whatever it is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False when there is no such user, or another hash.</returns>
    ValueTask<bool> SetPasswordHashAsync(long id, string passwordHash, string? replaces, CancellationToken cancellationToken);
}
