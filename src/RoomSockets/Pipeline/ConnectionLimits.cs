using System.Collections.Concurrent;
using System.Net;

namespace RoomSockets;

/// <summary>Owns how many connections there are: in all, per address, per user, and handshakes in progress. Counted before the upgrade.</summary>
internal sealed class ConnectionLimits(RoomSocketsOptions options)
{
    private readonly ConcurrentDictionary<IPAddress, int> _addresses = new();
    private readonly ConcurrentDictionary<string, int> _users = new(StringComparer.Ordinal);
    private int _handshakes;
    private int _connections;

    public int Connections => Volatile.Read(ref _connections);

    public bool TryBeginHandshake() => TryTake(ref _handshakes, options.MaxHandshakes);

    public void EndHandshake() => Interlocked.Decrement(ref _handshakes);

    public bool TryAddConnection() => TryTake(ref _connections, options.MaxConnections);

    public void RemoveConnection() => Interlocked.Decrement(ref _connections);

    /// <summary>An unknown address (an in-process server) is not limited.</summary>
    public bool TryAddAddress(IPAddress? address) => address is null || TryTake(_addresses, address, options.MaxConnectionsPerAddress);

    public void RemoveAddress(IPAddress? address)
    {
        if (address is not null) Give(_addresses, address);
    }

    /// <summary>Anonymous connections are limited by their address alone.</summary>
    public bool TryAddUser(string? userId) => userId is null || TryTake(_users, userId, options.MaxConnectionsPerUser);

    public void RemoveUser(string? userId)
    {
        if (userId is not null) Give(_users, userId);
    }

    private static bool TryTake(ref int count, int limit)
    {
        if (Interlocked.Increment(ref count) <= limit) return true;
        Interlocked.Decrement(ref count);
        return false;
    }

    private static bool TryTake<T>(ConcurrentDictionary<T, int> counts, T key, int limit) where T : notnull
    {
        if (counts.AddOrUpdate(key, 1, static (_, count) => count + 1) <= limit) return true;
        Give(counts, key);
        return false;
    }

    private static void Give<T>(ConcurrentDictionary<T, int> counts, T key) where T : notnull
    {
        counts.AddOrUpdate(key, 0, static (_, count) => count - 1);
        // Removed only while it is zero: an entry that somebody took meanwhile stays.
        counts.TryRemove(new KeyValuePair<T, int>(key, 0));
    }
}
