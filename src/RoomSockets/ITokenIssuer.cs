namespace RoomSockets;

/// <summary>Tokens of users from anywhere in the application; there where a store is. A singleton.</summary>
public interface ITokenIssuer
{
    /// <summary>Issues a token, as a login does: for users who signed in elsewhere, or for programs.</summary>
    /// <param name="userId">The user's number.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Prefix and key; this is the only time that they are known.</returns>
    /// <exception cref="KeyNotFoundException">There is no such user.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot answer.</exception>
    ValueTask<string> IssueAsync(long userId, CancellationToken cancellationToken = default);

    /// <summary>Revokes a token: it opens nothing from now on, and the connections that were opened with it are closed with 1008.</summary>
    /// <param name="tokenId">The token's number.</param>
    /// <returns>False when there was none.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot answer.</exception>
    ValueTask<bool> RevokeAsync(long tokenId);

    /// <summary>Revokes all tokens of a user, for instance after a new password, or when the user is removed.</summary>
    /// <param name="userId">The user's number.</param>
    /// <returns>How many.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot answer.</exception>
    ValueTask<int> RevokeUserAsync(long userId);

    /// <summary>The same for a user by the id that connections carry. <see cref="IConnectionManager.RevokeUserAsync"/> calls it, and ends the connections of other validators, too.</summary>
    /// <param name="userId">An id of the host's, or <c>user:</c> and a number.</param>
    /// <returns>How many; 0 for a user whom the store has never seen.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot answer.</exception>
    ValueTask<int> RevokeUserAsync(string userId);
}
