using System.Collections.Concurrent;

namespace RoomSockets;

/// <summary>Owns who is on this node: connections, by id, user and token.</summary>
internal sealed class RoomDirectory(RoomTable rooms, RoomSocketsOptions options)
{
    private readonly ConcurrentDictionary<string, DirectoryEntry> _entries = new(StringComparer.Ordinal);
    private readonly EntryIndex _users = new();
    private readonly EntryIndex _tokens = new();

    public RoomTable Rooms => rooms;

    public int Connections => _entries.Count;

    public int Users => _users.Count;

    public IEnumerable<DirectoryEntry> All => _entries.Values;

    public DirectoryEntry? Find(string connectionId) => _entries.GetValueOrDefault(connectionId);

    public DirectoryEntry[] FindUser(string userId) => _users.Find(userId);

    public DirectoryEntry[] FindToken(string tokenId) => _tokens.Find(tokenId);

    /// <summary>A handshake with this token is under way: whoever revokes the token reaches it already.</summary>
    public void Announce(DirectoryEntry entry) => _tokens.Add(entry.Connection.Identity.TokenId, entry);

    public void Add(DirectoryEntry entry)
    {
        _entries[entry.Connection.Id] = entry;
        _users.Add(entry.Connection.UserId, entry);
        _tokens.Add(entry.Connection.Identity.TokenId, entry);
    }

    /// <summary>Takes a connection out of everything. Exactly one caller gets true.</summary>
    public bool Remove(DirectoryEntry entry)
    {
        if (!entry.TryGo()) return false;
        foreach (var room in entry.Rooms) rooms.Remove(room, entry.Connection);
        _users.Remove(entry.Connection.UserId, entry);
        _tokens.Remove(entry.Connection.Identity.TokenId, entry);
        _entries.TryRemove(entry.Connection.Id, out _);
        return true;
    }

    public JoinResult Join(DirectoryEntry entry, string room) =>
        entry.Join(room, options.MaxRoomsPerConnection, rooms.GetOrAdd);

    public bool Leave(DirectoryEntry entry, string room)
    {
        if (entry.Leave(room) is not { } left) return false;
        rooms.Remove(left, entry.Connection);
        return true;
    }
}
