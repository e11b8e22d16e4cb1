using System.Collections.Concurrent;

namespace RoomSockets.Benchmarks.Serving;

/// <summary>Counts what another store is asked.</summary>
internal sealed class CountingRoomStore(IRoomStore store) : IRoomStore
{
    private readonly ConcurrentDictionary<(string Room, long Position), int> _places = [];
    private int _appends, _finds, _enrolments, _historyReads;

    public StoreCounts Counts => new()
    {
        Appends = Volatile.Read(ref _appends),
        Finds = Volatile.Read(ref _finds),
        Enrolments = Volatile.Read(ref _enrolments),
        HistoryReads = Volatile.Read(ref _historyReads),
        Places = _places.Count,
    };

    public ValueTask<StoredRoom> GetOrAddRoomAsync(string name, string? creatorId, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _finds);
        return store.GetOrAddRoomAsync(name, creatorId, cancellationToken);
    }

    public ValueTask<StoredRoom?> FindRoomAsync(string name, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _finds);
        return store.FindRoomAsync(name, cancellationToken);
    }

    public ValueTask<StoredRoom?> FindRoomAsync(long id, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _finds);
        return store.FindRoomAsync(id, cancellationToken);
    }

    public ValueTask<IReadOnlyList<StoredRoomWithMembers>> GetRoomsAsync(long afterId, int limit, CancellationToken cancellationToken) => store.GetRoomsAsync(afterId, limit, cancellationToken);

    public ValueTask<bool> AddMemberAsync(long roomId, long userId, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _enrolments);
        return store.AddMemberAsync(roomId, userId, cancellationToken);
    }

    public ValueTask<bool> RemoveMemberAsync(long roomId, long userId, CancellationToken cancellationToken) => store.RemoveMemberAsync(roomId, userId, cancellationToken);

    public ValueTask<IReadOnlyList<Appended>> AppendAsync(string room, IReadOnlyList<NewAlert> alerts, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _appends);
        return store.AppendAsync(room, alerts, cancellationToken);
    }

    public ValueTask<IReadOnlyList<StoredAlert>> ReadForwardAsync(string room, long afterOffset, int limit, CancellationToken cancellationToken)
    {
        CountHistory(room, afterOffset);
        return store.ReadForwardAsync(room, afterOffset, limit, cancellationToken);
    }

    public ValueTask<IReadOnlyList<StoredAlert>> ReadBackwardAsync(string room, long beforeOffset, int limit, CancellationToken cancellationToken)
    {
        // Told apart from a read forward of the same offset.
        CountHistory(room, -beforeOffset);
        return store.ReadBackwardAsync(room, beforeOffset, limit, cancellationToken);
    }

    public ValueTask<IReadOnlyList<StoredAlert>> ReadAlertsAsync(AlertQuery query, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _historyReads);
        return store.ReadAlertsAsync(query, cancellationToken);
    }

    public ValueTask<StoredAlert?> RedactAsync(string room, long offset, string? content, bool isJson, CancellationToken cancellationToken) => store.RedactAsync(room, offset, content, isJson, cancellationToken);

    private void CountHistory(string room, long position)
    {
        Interlocked.Increment(ref _historyReads);
        _places.AddOrUpdate((room, position), 1, static (_, count) => count + 1);
    }
}
