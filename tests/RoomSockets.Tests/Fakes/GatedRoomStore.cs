namespace RoomSockets.Tests;

/// <summary>Numbers what is appended; each append waits until the test lets it, and fails where the test says so.</summary>
internal sealed class GatedRoomStore : IRoomStore
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _permits = new(0);
    private readonly SemaphoreSlim _arrivals = new(0);
    private readonly HashSet<string> _keys = [];
    private long _last;

    /// <summary>What was appended, batch by batch; failed ones are not in it.</summary>
    public List<IReadOnlyList<NewAlert>> Batches { get; } = [];

    /// <summary>What the next append that is let through fails with.</summary>
    public Exception? Failure { get; set; }

    public Task ArrivedAsync() => _arrivals.WaitAsync();

    public void LetThrough(int count = 1) => _permits.Release(count);

    public async ValueTask<IReadOnlyList<Appended>> AppendAsync(string room, IReadOnlyList<NewAlert> alerts, CancellationToken cancellationToken)
    {
        _arrivals.Release();
        await _permits.WaitAsync(cancellationToken);
        lock (_gate)
        {
            if (Failure is { } failure)
            {
                Failure = null;
                throw failure;
            }

            Batches.Add(alerts);
            return [.. alerts.Select(alert => alert.Key is { } key && !_keys.Add(key) ? new Appended(1, IsDuplicate: true, DateTimeOffset.UnixEpoch) : new Appended(++_last, IsDuplicate: false, DateTimeOffset.UnixEpoch))];
        }
    }

    public ValueTask<StoredRoom> GetOrAddRoomAsync(string name, string? creatorId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<StoredRoom?> FindRoomAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<StoredRoom?> FindRoomAsync(long id, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<StoredRoomWithMembers>> GetRoomsAsync(long afterId, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<bool> AddMemberAsync(long roomId, long userId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<bool> RemoveMemberAsync(long roomId, long userId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<StoredAlert>> ReadForwardAsync(string room, long afterOffset, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<StoredAlert>> ReadBackwardAsync(string room, long beforeOffset, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<StoredAlert>> ReadAlertsAsync(AlertQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<StoredAlert?> RedactAsync(string room, long offset, string? content, bool isJson, CancellationToken cancellationToken) => throw new NotSupportedException();
}
