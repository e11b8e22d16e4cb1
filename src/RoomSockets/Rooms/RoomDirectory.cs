using System.Collections.Concurrent;

namespace RoomSockets;

/// <summary>Owns who is on this node: connections, by id, user and token.</summary>
internal sealed class RoomDirectory(RoomTable rooms, RoomServices services)
{
    private readonly ConcurrentDictionary<string, DirectoryEntry> _entries = new(StringComparer.Ordinal);
    private readonly EntryIndex _users = new();
    private readonly EntryIndex _tokens = new();
    private readonly Revocations _revocations = new(services.Time);
    private readonly Revocations _userRevocations = new(services.Time);
    private CloseReason? _goodbye;

    public RoomTable Rooms => rooms;

    public int Connections => _entries.Count;

    public int Users => _users.Count;

    public IReadOnlyCollection<DirectoryEntry> All => [.. _entries.Values];

    public DirectoryEntry? Find(string connectionId) => _entries.GetValueOrDefault(connectionId);

    public DirectoryEntry[] FindUser(string userId) => _users.Find(userId);

    /// <summary>Those who came with a token that is revoked now; whoever is on the way with it will be closed, too.</summary>
    public DirectoryEntry[] Revoke(string tokenId)
    {
        // First: a handshake that is announced from here on finds it, one that was announced before is found.
        _revocations.Add(tokenId);
        return _tokens.Find(tokenId);
    }

    /// <summary>A handshake with this token is under way: whoever revokes the token reaches it already.</summary>
    /// <param name="entry">The connection to be.</param>
    /// <param name="began">When the handshake began, before its token was looked up.</param>
    public void Announce(DirectoryEntry entry, long began)
    {
        entry.Began = MomentOf(entry.Connection.Identity, began);
        if (entry.Connection.Identity.TokenId is not { } tokenId) return;
        _tokens.Add(tokenId, entry);
        if (_revocations.HasSince(tokenId, entry.Began)) entry.Connection.Close(CloseReason.TokenRevoked);
    }

    /// <summary>All connections of a user; whoever is on the way as that user will be closed, too.</summary>
    public DirectoryEntry[] RevokeUser(string userId)
    {
        // First: who is added from here on finds it, who was added before is found.
        _userRevocations.Add(userId);
        return FindUser(userId);
    }

    public void Add(DirectoryEntry entry)
    {
        _entries[entry.Connection.Id] = entry;
        _users.Add(entry.Connection.UserId, entry);
        _tokens.Add(entry.Connection.Identity.TokenId, entry);
        if (entry.Connection.UserId is { } userId && _userRevocations.HasSince(userId, entry.Began)) entry.Connection.Close(CloseReason.TokenRevoked);
        // Who closes all sets this before it looks for them: a newcomer is found there, or finds it here.
        if (Volatile.Read(ref _goodbye) is { } reason) entry.Connection.Close(reason);
    }

    /// <summary>From now on whoever comes is sent away, and those who are here are the caller's to close.</summary>
    public IReadOnlyCollection<DirectoryEntry> SendAway(CloseReason reason)
    {
        Volatile.Write(ref _goodbye, reason);
        Interlocked.MemoryBarrier();
        return All;
    }

    /// <summary>The same user brought another token.</summary>
    /// <param name="entry">Whose connection.</param>
    /// <param name="identity">What the token stands for.</param>
    /// <param name="began">When it began to be looked up: who revokes it meanwhile ends the connection, too.</param>
    public void Renew(DirectoryEntry entry, Identity identity, long began)
    {
        _tokens.Add(identity.TokenId, entry);
        var old = entry.Connection.Identity.TokenId;
        entry.Connection.Renew(identity);
        if (!string.Equals(old, identity.TokenId, StringComparison.Ordinal)) _tokens.Remove(old, entry);
        if (entry.IsGone) _tokens.Remove(identity.TokenId, entry);
        if (IsRevoked(identity, MomentOf(identity, began))) entry.Connection.Close(CloseReason.TokenRevoked);
    }

    private bool IsRevoked(Identity identity, long moment) =>
        (identity.TokenId is { } tokenId && _revocations.HasSince(tokenId, moment)) || (identity.UserId is { } userId && _userRevocations.HasSince(userId, moment));

    /// <summary>A one-time ticket stands for what was looked up when it was issued, which may be a while ago.</summary>
    private long MomentOf(Identity identity, long began)
    {
        if (identity.AsOf is not { } asOf) return began;
        var ago = services.Time.GetUtcNow() - asOf;
        return Math.Min(began, services.Time.GetTimestamp() - (long)(ago.TotalSeconds * services.Time.TimestampFrequency));
    }

    /// <summary>What a user says of itself, for all its rooms.</summary>
    public void SetStatus(string userId, string status)
    {
        services.Statuses.Set(userId, status, () => FindUser(userId).Length > 0);
        foreach (var room in FindUser(userId).SelectMany(static entry => entry.Rooms).Distinct()) room.Members.Roster?.Note(userId);
    }

    /// <summary>Takes a connection out of everything. Exactly one caller gets true.</summary>
    public bool Remove(DirectoryEntry entry)
    {
        if (!entry.TryGo()) return false;
        foreach (var room in entry.Rooms) rooms.Remove(room, entry.Connection);
        if (_users.Remove(entry.Connection.UserId, entry)) services.Statuses.Forget(entry.Connection.UserId!, () => FindUser(entry.Connection.UserId!).Length > 0);
        _tokens.Remove(entry.Connection.Identity.TokenId, entry);
        _entries.TryRemove(entry.Connection.Id, out _);
        return true;
    }

    public JoinResult Join(DirectoryEntry entry, string room) =>
        entry.Join(room, services.Options.MaxRoomsPerConnection, rooms.GetOrAdd);

    /// <summary>Whom a room is counted for that comes into the store because an anonymous connection is told its position; null where it does not.</summary>
    public string? FindStranger(Connection connection, string room) =>
        connection is { Dialect: not null, UserId: null } && rooms.Find(room) is null ? connection.Request.Network : null;

    public bool Leave(DirectoryEntry entry, string room) => entry.Leave(room, rooms.Remove);
}
