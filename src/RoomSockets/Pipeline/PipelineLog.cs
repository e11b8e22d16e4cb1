using Microsoft.Extensions.Logging;

namespace RoomSockets;

/// <summary>The log lines of a connection's life: events 4000–4099. Never a token, never content.</summary>
internal static partial class PipelineLog
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Debug, Message = "Connection '{ConnectionId}' ended: {Reason}.")]
    public static partial void Ended(ILogger logger, string connectionId, CloseReason reason);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Error, Message = "Handler {Handler} failed; connection '{ConnectionId}' is closed with 1011, the others go on.")]
    public static partial void HandlerFailed(ILogger logger, Exception error, string handler, string connectionId);

    [LoggerMessage(EventId = 4003, Level = LogLevel.Debug, Message = "Connection '{ConnectionId}' sent a message of the wrong form and is closed with 1008: {Detail}")]
    public static partial void Invalid(ILogger logger, string connectionId, string detail);

    [LoggerMessage(EventId = 4004, Level = LogLevel.Information, Message = "Connection '{ConnectionId}' reads too slowly and is closed with 1013. Its outbox holds {OutboxBytes} bytes; see RoomSocketsOptions.OutboxBytes, OutboxMessages and OutboxTimeout.")]
    public static partial void TooSlow(ILogger logger, string connectionId, int outboxBytes);
}
