namespace RoomSockets;

/// <summary>The library's public face at run time: finds in the directory, acts through rooms and connections.</summary>
internal sealed partial class ConnectionManager(RoomDirectory directory, Membership membership, Publisher publisher, Moderation moderation, Lazy<ITokenIssuer?>? issuer = null) : IConnectionManager
{
    public ValueTask<long> PublishAsync(string room, MessageData data, CancellationToken cancellationToken = default) => data.IsBinary
        ? throw new ArgumentException("Binary data has no offset and is never stored. Use SendToRoomAsync.", nameof(data))
        : publisher.PublishAsync(RoomName.Normalize(room), data, cancellationToken);

    public ValueTask SendToRoomAsync(string room, MessageData data, IReadOnlyCollection<string>? except = null, CancellationToken cancellationToken = default) =>
        publisher.SendAsync(RoomName.Normalize(room), data, new PostOptions(Except: except), cancellationToken);

    public ValueTask SignalRoomAsync(string room, MessageData data, string? replaces = null, IReadOnlyCollection<string>? except = null, string? name = null, CancellationToken cancellationToken = default) =>
        publisher.SendAsync(RoomName.Normalize(room), data, new PostOptions(IsSignal: true, replaces, except, Name: name), cancellationToken);

    public async ValueTask<bool> SendToConnectionAsync(string connectionId, MessageData data, CancellationToken cancellationToken = default)
    {
        if (directory.Find(connectionId) is not { } entry) return false;
        await entry.Connection.SendAsync(data, cancellationToken);
        return true;
    }

    public ValueTask<int> SendToUserAsync(string userId, MessageData data, CancellationToken cancellationToken = default)
    {
        var entries = directory.FindUser(userId);
        // One device that reads slowly must not delay the others, so nobody waits for its outbox here.
        foreach (var entry in entries) entry.Connection.Post(data);
        return ValueTask.FromResult(entries.Length);
    }

    public async ValueTask<JoinResult> JoinAsync(string connectionId, string room, CancellationToken cancellationToken = default)
    {
        var name = RoomName.Normalize(room);
        return directory.Find(connectionId) is { } entry ? await membership.JoinAsync(entry, name, cancellationToken) : JoinResult.NotConnected;
    }

    public async ValueTask<bool> LeaveAsync(string connectionId, string room, CancellationToken cancellationToken = default)
    {
        var name = RoomName.Normalize(room);
        return directory.Find(connectionId) is { } entry && await membership.LeaveAsync(entry, name, ServerFrames.Left([], name, "removed"));
    }

    public ValueTask<IReadOnlyList<string>> GetRoomsAsync(CancellationToken cancellationToken = default) =>
        Answer<string>([.. directory.Rooms.Occupied.Select(room => room.Name)]);

    public ValueTask<IReadOnlyList<string>> GetRoomsAsync(string connectionId, CancellationToken cancellationToken = default) =>
        Answer<string>(directory.Find(connectionId) is { } entry ? [.. entry.Rooms.Select(room => room.Name)] : []);

    public ValueTask<IReadOnlyList<ConnectionInfo>> GetMembersAsync(string room, CancellationToken cancellationToken = default) =>
        Answer<ConnectionInfo>([.. MembersOf(room).Select(entry => entry.Info)]);

    public ValueTask<IReadOnlyList<ConnectionInfo>> GetConnectionsAsync(string userId, CancellationToken cancellationToken = default) =>
        Answer<ConnectionInfo>([.. directory.FindUser(userId).Select(entry => entry.Info)]);

    public ValueTask<ConnectionCounts> CountAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(new ConnectionCounts(directory.Connections, directory.Rooms.Occupied.Count(), directory.Users));

    public ValueTask<int> CountMembersAsync(string room, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(directory.Rooms.Find(RoomName.Normalize(room))?.Members.Count ?? 0);

    public ValueTask<bool> DisconnectAsync(string connectionId, int code = CloseCode.PolicyViolation, string? reason = null, CancellationToken cancellationToken = default)
    {
        CloseCode.Check(code);
        return ValueTask.FromResult(directory.Find(connectionId)?.Connection.Close(code, reason) ?? false);
    }

    public ValueTask<int> DisconnectUserAsync(string userId, int code = CloseCode.PolicyViolation, string? reason = null, CancellationToken cancellationToken = default)
    {
        CloseCode.Check(code);
        return ValueTask.FromResult(directory.FindUser(userId).Count(entry => entry.Connection.Close(code, reason)));
    }

    public ValueTask<int> DisconnectRoomAsync(string room, int code = CloseCode.PolicyViolation, string? reason = null, CancellationToken cancellationToken = default)
    {
        CloseCode.Check(code);
        return ValueTask.FromResult(MembersOf(room).Count(entry => entry.Connection.Close(code, reason)));
    }

    public ValueTask<int> RevokeTokenAsync(string tokenId, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(directory.Revoke(tokenId).Count(entry => entry.Connection.Close(CloseReason.TokenRevoked)));

    public async ValueTask<int> RevokeUserAsync(string userId, CancellationToken cancellationToken = default)
    {
        // First the sockets, whether the store is there or not. Who comes with one of the tokens meanwhile is closed as that token goes.
        var closed = directory.RevokeUser(userId).Count(entry => entry.Connection.Close(CloseReason.TokenRevoked));
        if (issuer?.Value is { } tokens) await tokens.RevokeUserAsync(userId);
        return closed;
    }

    private List<DirectoryEntry> MembersOf(string room)
    {
        var members = directory.Rooms.Find(RoomName.Normalize(room))?.Members.All() ?? [];
        return [.. members.Select(member => directory.Find(member.Id)).OfType<DirectoryEntry>()];
    }

    private static ValueTask<IReadOnlyList<T>> Answer<T>(List<T> list) => ValueTask.FromResult<IReadOnlyList<T>>(list);
}
