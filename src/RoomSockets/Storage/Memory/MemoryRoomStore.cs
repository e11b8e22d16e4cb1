namespace RoomSockets;

/// <summary>Rooms and alerts in memory: a window of each room, bounded over all, gone with the process.</summary>
/// <remarks>One lock over all of it. What happens under it is short, and a room appends a batch at a time.</remarks>
internal sealed class MemoryRoomStore : IRoomStore
{
    private const int MaxLimit = 1000;

    private readonly Lock _gate = new();
    private readonly IUserStore _users;
    private readonly TimeProvider _time;
    private readonly MemoryWindow _window;
    private readonly MemoryRooms _rooms;

    public MemoryRoomStore(IUserStore users, MemoryStoreOptions options, TimeProvider time)
    {
        (_users, _time) = (users, time);
        _window = new MemoryWindow(options);
        _rooms = new MemoryRooms(_window, options, time);
    }

    public ValueTask<StoredRoom> GetOrAddRoomAsync(string name, string? creatorId, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        lock (_gate) return new(_rooms.GetOrAdd(name, creatorId).ToStored());
    }

    public ValueTask<StoredRoom?> FindRoomAsync(string name, CancellationToken cancellationToken)
    {
        lock (_gate) return new(_rooms.Find(name)?.ToStored());
    }

    public ValueTask<StoredRoom?> FindRoomAsync(long id, CancellationToken cancellationToken)
    {
        lock (_gate) return new(_rooms.Find(id)?.ToStored());
    }

    public async ValueTask<IReadOnlyList<StoredRoomWithMembers>> GetRoomsAsync(long afterId, int limit, CancellationToken cancellationToken)
    {
        CheckLimit(limit);
        List<(StoredRoom Room, long[] Members)> page;
        lock (_gate) page = [.. _rooms.After(afterId, limit).Select(static room => (room.ToStored(), room.Members.ToArray()))];
        var rooms = new List<StoredRoomWithMembers>(page.Count);
        foreach (var (room, ids) in page)
        {
            var members = new List<StoredMember>(ids.Length);
            foreach (var id in ids)
                if (await _users.FindAsync(id, cancellationToken) is { } user) members.Add(new StoredMember(id, user.Name));
            rooms.Add(new StoredRoomWithMembers(room, members));
        }

        return rooms;
    }

    public async ValueTask<bool> AddMemberAsync(long roomId, long userId, CancellationToken cancellationToken)
    {
        var isUser = await _users.FindAsync(userId, cancellationToken) is not null;
        lock (_gate)
        {
            var room = _rooms.Find(roomId) ?? throw new KeyNotFoundException($"There is no room {roomId}.");
            return isUser ? _rooms.AddMember(room, userId) : throw new KeyNotFoundException($"There is no user {userId}.");
        }
    }

    public ValueTask<bool> RemoveMemberAsync(long roomId, long userId, CancellationToken cancellationToken)
    {
        lock (_gate) return new(_rooms.Find(roomId) is { } room && _rooms.RemoveMember(room, userId));
    }

    public async ValueTask<IReadOnlyList<Appended>> AppendAsync(string room, IReadOnlyList<NewAlert> alerts, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(room);
        NewAlert.ThrowIfInvalid(alerts);
        var senders = new StoredUser?[alerts.Count];
        for (var i = 0; i < senders.Length; i++)
            if (alerts[i].SenderId is { } id) senders[i] = await FindSenderAsync(id, cancellationToken);
        lock (_gate)
        {
            var target = _rooms.GetOrAdd(room, creatorId: null);
            _rooms.Touch(target);
            return _window.Append(target, alerts, senders, _time.GetUtcNow());
        }
    }

    public ValueTask<IReadOnlyList<StoredAlert>> ReadForwardAsync(string room, long afterOffset, int limit, CancellationToken cancellationToken)
    {
        CheckLimit(limit);
        lock (_gate) return new(_rooms.Find(room) is { } found ? MemoryPages.After(found.Alerts, afterOffset, limit, static alert => alert.Offset) : []);
    }

    public ValueTask<IReadOnlyList<StoredAlert>> ReadBackwardAsync(string room, long beforeOffset, int limit, CancellationToken cancellationToken)
    {
        CheckLimit(limit);
        lock (_gate) return new(_rooms.Find(room) is { } found ? MemoryPages.Before(found.Alerts, beforeOffset, limit, static alert => alert.Offset) : []);
    }

    public ValueTask<IReadOnlyList<StoredAlert>> ReadAlertsAsync(AlertQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        CheckLimit(query.Limit);
        lock (_gate)
        {
            if (query.RoomId is not { } id) return new(_window.Read(query));
            return new(_rooms.Find(id) is { } room ? MemoryPages.Read(room.Alerts, query) : []);
        }
    }

    public ValueTask<StoredAlert?> RedactAsync(string room, long offset, string? content, bool isJson, CancellationToken cancellationToken)
    {
        if (content is not null && !StoredText.IsWellFormed(content)) throw new ArgumentException("The text has half of a surrogate pair: it is no Unicode.", nameof(content));
        lock (_gate)
        {
            if (offset < 1 || _rooms.Find(room) is not { } found || MemoryPages.After(found.Alerts, offset - 1, 1, static alert => alert.Offset) is not [var old] || old.Offset != offset) return new((StoredAlert?)null);
            if (content is null && old.IsDeleted) return new(old);
            if (old.IsDeleted) return new((StoredAlert?)null);
            var redacted = old with { Content = content ?? string.Empty, IsJson = content is not null && isJson, IsDeleted = content is null };
            _window.Replace(found, old, redacted);
            return new(redacted);
        }
    }

    private async ValueTask<StoredUser?> FindSenderAsync(string id, CancellationToken cancellationToken) =>
        StoredUser.TryGetNumber(id, out var number)
            ? await _users.FindAsync(number, cancellationToken)
            : (await _users.GetOrAddExternalAsync(id, name: null, cancellationToken)).User;

    private static void CheckLimit(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxLimit);
    }
}
