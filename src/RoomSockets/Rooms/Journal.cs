using Microsoft.Extensions.Logging;

namespace RoomSockets;

/// <summary>Writes what is published into the store, a batch of a room at a time, and reads what was said.</summary>
internal sealed partial class Journal(IRoomStore store, ILogger<Journal> logger)
{
    /// <summary>Stores a batch. Each publication has its offset afterwards, or none of them has. Never throws.</summary>
    /// <returns>Why nothing was stored; null where all was.</returns>
    public async ValueTask<StoreUnavailableException?> AppendAsync(string room, IReadOnlyList<Publication> publications)
    {
        AppendScope.Enter();
        try
        {
            var alerts = new NewAlert[publications.Count];
            for (var i = 0; i < alerts.Length; i++) alerts[i] = publications[i].Alert!.Value;
            var appended = await store.AppendAsync(room, alerts, CancellationToken.None);
            if (appended.Count != alerts.Length) throw new InvalidOperationException($"The store answered {appended.Count} times for {alerts.Length} messages.");
            for (var i = 0; i < alerts.Length; i++)
                (publications[i].Offset, publications[i].IsDuplicate, publications[i].At) = (appended[i].Offset, appended[i].IsDuplicate, appended[i].CreatedAt);
            return null;
        }
        catch (StoreUnavailableException error)
        {
            LogUnavailable(error, room, publications.Count);
            return error;
        }
        catch (Exception error)
        {
            LogFailed(error, room, publications.Count);
            return new StoreUnavailableException($"What was published to room '{room}' could not be stored.", error);
        }
    }

    /// <summary>Where a room is; it comes into being where it is not there, since a position needs an epoch. Null where the store cannot tell. Never throws.</summary>
    public async ValueTask<StoredRoom?> FindPositionAsync(string room)
    {
        try
        {
            return await store.GetOrAddRoomAsync(room, creatorId: null, CancellationToken.None);
        }
        catch (Exception error)
        {
            LogPositionFailed(error, room);
            return null;
        }
    }

    /// <exception cref="StoreUnavailableException">The store cannot answer.</exception>
    public async ValueTask<bool> HasRoomAsync(string room, CancellationToken cancellationToken) => await store.FindRoomAsync(room, cancellationToken) is not null;

    /// <exception cref="StoreUnavailableException">The store cannot answer.</exception>
    public ValueTask<IReadOnlyList<StoredAlert>> ReadForwardAsync(string room, long after, int limit, CancellationToken cancellationToken) =>
        store.ReadForwardAsync(room, after, limit, cancellationToken);

    /// <exception cref="StoreUnavailableException">The store cannot answer.</exception>
    public ValueTask<IReadOnlyList<StoredAlert>> ReadBackwardAsync(string room, long before, int limit, CancellationToken cancellationToken) =>
        store.ReadBackwardAsync(room, before, limit, cancellationToken);

    /// <summary>Changes what was said, or deletes it. Null where there is nothing to change.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot answer.</exception>
    public ValueTask<StoredAlert?> RedactAsync(string room, long offset, string? content, bool isJson, CancellationToken cancellationToken) =>
        store.RedactAsync(room, offset, content, isJson, cancellationToken);

    [LoggerMessage(EventId = 6001, Level = LogLevel.Warning, Message = "The store did not take {Count} messages for room '{Room}'; their senders were told so and nobody got them.")]
    private partial void LogUnavailable(Exception error, string room, int count);

    [LoggerMessage(EventId = 6002, Level = LogLevel.Error, Message = "The store failed with {Count} messages for room '{Room}'; their senders were told to try again and nobody got them.")]
    private partial void LogFailed(Exception error, string room, int count);

    [LoggerMessage(EventId = 6003, Level = LogLevel.Warning, Message = "The store cannot tell where room '{Room}' is; whoever joins it is told to try again.")]
    private partial void LogPositionFailed(Exception error, string room);
}
