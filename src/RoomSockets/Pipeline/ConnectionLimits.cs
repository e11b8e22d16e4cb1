namespace RoomSockets;

/// <summary>Owns how many connections there are: in all, per address, per user, and handshakes in progress. Counted before the upgrade.</summary>
internal sealed class ConnectionLimits(RoomSocketsOptions options)
{
    private readonly ConnectionPlaces _addresses = new(options.MaxConnectionsPerAddress, options.PerAddressLimitMode);
    private readonly ConnectionPlaces _users = new(options.MaxConnectionsPerUser, options.PerUserLimitMode);
    private int _handshakes;
    private int _connections;

    public int Connections => Volatile.Read(ref _connections);

    public bool TryBeginHandshake() => TryTake(ref _handshakes, options.MaxHandshakes);

    public void EndHandshake() => Interlocked.Decrement(ref _handshakes);

    public bool TryAddConnection() => TryTake(ref _connections, options.MaxConnections);

    public void RemoveConnection() => Interlocked.Decrement(ref _connections);

    /// <summary>An unknown address (an in-process server) is not limited.</summary>
    public bool TryAddAddress(string? address) => address is null || _addresses.TryTake(address);

    public void RemoveAddress(string? address, Connection? connection = null)
    {
        if (address is not null) _addresses.Give(address, connection);
    }

    /// <summary>Anonymous connections are limited by their address alone.</summary>
    public bool TryAddUser(string? userId) => userId is null || _users.TryTake(userId);

    public void RemoveUser(string? userId, Connection? connection = null)
    {
        if (userId is not null) _users.Give(userId, connection);
    }

    /// <summary>It is let in: where that is one too many, the oldest ones of its user and address are closed. Only now, since whoever is refused must not end anybody.</summary>
    public void Settle(Connection connection, string? address)
    {
        if (connection.UserId is { } user) _users.Settle(user, connection);
        if (address is not null) _addresses.Settle(address, connection);
    }

    private static bool TryTake(ref int count, int limit)
    {
        if (Interlocked.Increment(ref count) <= limit) return true;
        Interlocked.Decrement(ref count);
        return false;
    }
}
