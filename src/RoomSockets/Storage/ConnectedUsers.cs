namespace RoomSockets;

/// <summary>The stored user behind a connection.</summary>
internal static class ConnectedUsers
{
    extension(IUserStore users)
    {
        /// <summary>Those who registered here are there already; all others get a row when they are first seen.</summary>
        /// <exception cref="KeyNotFoundException">The id is one of ours, and no user has it: it was removed meanwhile.</exception>
        public async ValueTask<StoredUser> GetOrAddAsync(string connectionUserId, string? name, CancellationToken cancellationToken) =>
            StoredUser.TryGetNumber(connectionUserId, out var number)
                ? await users.FindAsync(number, cancellationToken) ?? throw new KeyNotFoundException($"There is no user '{connectionUserId}' any more.")
                : (await users.GetOrAddExternalAsync(connectionUserId, name, cancellationToken)).User;
    }
}
