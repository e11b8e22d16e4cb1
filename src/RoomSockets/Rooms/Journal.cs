using Microsoft.Extensions.Logging;

namespace RoomSockets;

/// <summary>Writes what is published into the store, a batch of a room at a time, and tells the senders what came of it.</summary>
internal sealed partial class Journal(IRoomStore store, ILogger<Journal> logger)
{
    /// <summary>Stores a batch; senders are told by <see cref="Tell"/>, after what can be delivered was. Never throws.</summary>
    public async ValueTask<JournalResult> AppendAsync(string room, IReadOnlyList<PendingAlert> pending)
    {
        AppendScope.Enter();
        try
        {
            var alerts = new NewAlert[pending.Count];
            for (var i = 0; i < alerts.Length; i++) alerts[i] = pending[i].Alert;
            var appended = await store.AppendAsync(room, alerts, CancellationToken.None);
            return appended.Count == alerts.Length
                ? new JournalResult(appended, null)
                : throw new InvalidOperationException($"The store answered {appended.Count} times for {alerts.Length} messages.");
        }
        catch (StoreUnavailableException error)
        {
            LogUnavailable(error, room, pending.Count);
            return new JournalResult(null, error);
        }
        catch (Exception error)
        {
            LogFailed(error, room, pending.Count);
            return new JournalResult(null, new StoreUnavailableException($"What was published to room '{room}' could not be stored.", error));
        }
    }

    /// <summary>Tells each sender the offset, or that there is none.</summary>
    public static void Tell(IReadOnlyList<PendingAlert> pending, in JournalResult result)
    {
        for (var i = 0; i < pending.Count; i++)
        {
            if (result.Appended is { } appended) pending[i].Done?.TrySetResult(appended[i].Offset);
            else if (pending[i].Done is { } done) done.TrySetException(result.Error!);
            else pending[i].Sender?.Post(TemporaryError.StoreUnavailable);
        }
    }

    [LoggerMessage(EventId = 6001, Level = LogLevel.Warning, Message = "The store did not take {Count} messages for room '{Room}'; their senders were told so and nobody got them.")]
    private partial void LogUnavailable(Exception error, string room, int count);

    [LoggerMessage(EventId = 6002, Level = LogLevel.Error, Message = "The store failed with {Count} messages for room '{Room}'; their senders were told to try again and nobody got them.")]
    private partial void LogFailed(Exception error, string room, int count);
}

/// <summary>What came of storing a batch: an answer for each message, or why there is none.</summary>
internal readonly record struct JournalResult(IReadOnlyList<Appended>? Appended, StoreUnavailableException? Error);
