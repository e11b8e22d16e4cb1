using Microsoft.Extensions.Logging;

namespace RoomSockets;

/// <summary>The log lines of a connection's life: events 4000–4099. Never a token, never content.</summary>
internal static partial class PipelineLog
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Debug, Message = "Connection '{ConnectionId}' ended: {Reason}. Signals that it did without: {DroppedSignals}.")]
    public static partial void Ended(ILogger logger, string connectionId, string reason, int droppedSignals);

    [LoggerMessage(EventId = 4004, Level = LogLevel.Information, Message = "Connection '{ConnectionId}' reads too slowly and is closed with 1013. Its outbox holds {OutboxBytes} bytes; see RoomSocketsOptions.OutboxBytes, OutboxMessages and OutboxTimeout.")]
    public static partial void TooSlow(ILogger logger, string connectionId, int outboxBytes);
}
