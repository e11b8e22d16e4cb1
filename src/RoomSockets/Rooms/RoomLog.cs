using Microsoft.Extensions.Logging;

namespace RoomSockets;

/// <summary>The log lines of rooms: events 6200–6299. Never content.</summary>
internal static partial class RoomLog
{
    [LoggerMessage(EventId = 6202, Level = LogLevel.Error, Message = "A batch of room '{Room}' could not be delivered. This is a defect of RoomSockets; the room goes on with the next one.")]
    public static partial void DrainFailed(ILogger logger, Exception error, string room);

    [LoggerMessage(EventId = 6201, Level = LogLevel.Error, Message = "What was said in room '{Room}' cannot be read; whoever asked is told to try again.")]
    public static partial void ReadFailed(ILogger logger, Exception error, string room);
}
