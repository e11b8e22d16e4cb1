using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace RoomSockets.FunctionalTests.V1;

/// <summary>The store in memory; its readings are counted, and wait or fail where the test says so.</summary>
internal sealed class WatchedStore(MemoryRoomStore inner) : IRoomStore
{
    private int _reads;

    public int Reads => Volatile.Read(ref _reads);

    /// <summary>What each reading awaits before it begins.</summary>
    public Func<Task>? BeforeRead { get; set; }

    /// <summary>What each reading awaits when it has its page.</summary>
    public Func<Task>? AfterRead { get; set; }

    /// <summary>What each append awaits before it begins.</summary>
    public Func<Task>? BeforeAppend { get; set; }

    /// <summary>What each append awaits when it is done: an answer may be lost.</summary>
    public Func<Task>? AfterAppend { get; set; }

    /// <summary>What comes when a change is done, and before the caller hears of it.</summary>
    public Action<CancellationToken>? AfterRedact { get; set; }

    /// <summary>What each look for a room awaits.</summary>
    public Func<Task>? BeforeFind { get; set; }

    public static void AddTo(IRoomSocketsBuilder rooms, Action<MemoryStoreOptions>? configure = null)
    {
        rooms.AddMemoryStore(configure);
        rooms.Services.AddSingleton<MemoryRoomStore>();
        rooms.Services.AddSingleton<WatchedStore>();
        rooms.Services.Replace(ServiceDescriptor.Singleton<IRoomStore>(static provider => provider.GetRequiredService<WatchedStore>()));
    }

    public async ValueTask<IReadOnlyList<Appended>> AppendAsync(string room, IReadOnlyList<NewAlert> alerts, CancellationToken cancellationToken)
    {
        if (BeforeAppend is { } before) await before();
        var appended = await inner.AppendAsync(room, alerts, cancellationToken);
        if (AfterAppend is { } after) await after();
        return appended;
    }

    public ValueTask<IReadOnlyList<StoredAlert>> ReadForwardAsync(string room, long afterOffset, int limit, CancellationToken cancellationToken) =>
        ReadAsync(() => inner.ReadForwardAsync(room, afterOffset, limit, cancellationToken));

    public ValueTask<IReadOnlyList<StoredAlert>> ReadBackwardAsync(string room, long beforeOffset, int limit, CancellationToken cancellationToken) =>
        ReadAsync(() => inner.ReadBackwardAsync(room, beforeOffset, limit, cancellationToken));

    public async ValueTask<StoredRoom> GetOrAddRoomAsync(string name, string? creatorId, CancellationToken cancellationToken)
    {
        if (BeforeFind is { } before) await before();
        return await inner.GetOrAddRoomAsync(name, creatorId, cancellationToken);
    }

    public ValueTask<StoredRoom?> FindRoomAsync(string name, CancellationToken cancellationToken) => inner.FindRoomAsync(name, cancellationToken);

    public ValueTask<StoredRoom?> FindRoomAsync(long id, CancellationToken cancellationToken) => inner.FindRoomAsync(id, cancellationToken);

    public ValueTask<IReadOnlyList<StoredRoomWithMembers>> GetRoomsAsync(long afterId, int limit, CancellationToken cancellationToken) => inner.GetRoomsAsync(afterId, limit, cancellationToken);

    public ValueTask<bool> AddMemberAsync(long roomId, long userId, CancellationToken cancellationToken) => inner.AddMemberAsync(roomId, userId, cancellationToken);

    public ValueTask<bool> RemoveMemberAsync(long roomId, long userId, CancellationToken cancellationToken) => inner.RemoveMemberAsync(roomId, userId, cancellationToken);

    public ValueTask<IReadOnlyList<StoredAlert>> ReadAlertsAsync(AlertQuery query, CancellationToken cancellationToken) => inner.ReadAlertsAsync(query, cancellationToken);

    public async ValueTask<StoredAlert?> RedactAsync(string room, long offset, string? content, bool isJson, CancellationToken cancellationToken)
    {
        var alert = await inner.RedactAsync(room, offset, content, isJson, cancellationToken);
        AfterRedact?.Invoke(cancellationToken);
        return alert;
    }

    private async ValueTask<IReadOnlyList<StoredAlert>> ReadAsync(Func<ValueTask<IReadOnlyList<StoredAlert>>> read)
    {
        Interlocked.Increment(ref _reads);
        if (BeforeRead is { } before) await before();
        var page = await read();
        if (AfterRead is { } after) await after();
        return page;
    }
}
