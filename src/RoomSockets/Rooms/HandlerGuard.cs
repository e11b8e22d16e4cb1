using Microsoft.Extensions.Logging;

namespace RoomSockets;

/// <summary>What an exception of a handler or a middleware does: it ends that connection, is logged, and nobody else notices.</summary>
internal sealed partial class HandlerGuard(ILogger<HandlerGuard> logger, bool showDetail)
{
    /// <summary>Calls a hook; false when it failed.</summary>
    public async ValueTask<bool> CallAsync(DirectoryEntry entry, Func<ValueTask> hook)
    {
        try
        {
            await hook();
            return true;
        }
        catch (Exception error)
        {
            Fail(entry, error);
            return false;
        }
    }

    public void Fail(DirectoryEntry entry, Exception error)
    {
        var connection = entry.Connection;
        if (error is OperationCanceledException && connection.Reason is not null) return;
        if (error is InvalidMessageException)
        {
            var detail = LogText.Clean(error.Message);
            LogInvalid(connection.Id, detail);
            connection.Close(new CloseReason(CloseCause.InvalidMessage, CloseCode.PolicyViolation, Frame.CutReason(error.Message)));
            return;
        }

        if (error is StoreUnavailableException)
        {
            // Logged where it failed; the sender may try again on the same connection.
            connection.PostFrame(TemporaryError.StoreUnavailable);
            return;
        }

        LogFailed(error, Culprit.Of(error, entry.Handler), connection.Id);
        var text = showDetail ? Frame.CutReason($"{error.GetType().Name}: {error.Message}") : "internal error";
        connection.Close(new CloseReason(CloseCause.HandlerFailed, CloseCode.InternalError, text) { Exception = error });
    }

    /// <summary>A rule about rooms failed, so what it was asked about is refused.</summary>
    public void NoteRule(DirectoryEntry entry, Exception failure) => LogRuleFailed(failure, entry.Connection.Id);

    [LoggerMessage(EventId = 5002, Level = LogLevel.Error, Message = "A rule about rooms failed; what connection '{ConnectionId}' wanted is refused.")]
    private partial void LogRuleFailed(Exception error, string connectionId);

    [LoggerMessage(EventId = 5001, Level = LogLevel.Error, Message = "{Culprit} failed; connection '{ConnectionId}' is closed with 1011, the others go on.")]
    private partial void LogFailed(Exception error, string culprit, string connectionId);

    [LoggerMessage(EventId = 5003, Level = LogLevel.Debug, Message = "Connection '{ConnectionId}' sent a message of the wrong form and is closed with 1008: {Detail}")]
    private partial void LogInvalid(string connectionId, string detail);
}
