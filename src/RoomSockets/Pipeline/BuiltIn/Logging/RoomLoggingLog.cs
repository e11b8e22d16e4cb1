using Microsoft.Extensions.Logging;

namespace RoomSockets;

/// <summary>The log lines of <c>AddRoomLogging</c>: events 4101–4105. Never a token, never content, never a query.</summary>
internal static partial class RoomLoggingLog
{
    [LoggerMessage(EventId = 4101, Message = "{Peer} wants to connect to '{Path}' as connection '{ConnectionId}'.")]
    public static partial void Attempt(ILogger logger, LogLevel level, string peer, string connectionId, string path);

    [LoggerMessage(EventId = 4102, Message = "{Peer} is connected as '{ConnectionId}' and speaks {SubProtocol}.")]
    public static partial void Accepted(ILogger logger, LogLevel level, string peer, string connectionId, string subProtocol);

    [LoggerMessage(EventId = 4103, Message = "{Peer} was refused as connection '{ConnectionId}': {Status} {Code}.")]
    public static partial void Refused(ILogger logger, LogLevel level, string peer, string connectionId, int status, string code);

    [LoggerMessage(EventId = 4104, Message = "{Peer} sent on connection '{ConnectionId}': {Kind}, {Form}, {Bytes} bytes, room '{Room}'.")]
    public static partial void Message(ILogger logger, LogLevel level, string peer, string connectionId, MessageKind kind, string form, int bytes, string room);

    [LoggerMessage(EventId = 4105, Message = "{Peer} is gone, connection '{ConnectionId}', after {Seconds} s: {Cause} ({Code}) {Words}")]
    public static partial void Closed(ILogger logger, LogLevel level, string peer, string connectionId, string seconds, CloseCause cause, int code, string words);
}
