using Microsoft.Extensions.Logging;

namespace RoomSockets;

/// <summary>How loud <c>AddRoomLogging</c> is.</summary>
public sealed class RoomLoggingOptions
{
    /// <summary>The level of what happens once in the life of a connection: attempt, accepted, refused, closed.</summary>
    /// <value><see cref="LogLevel.Information"/></value>
    public LogLevel LifeLevel { get; set; } = LogLevel.Information;

    /// <summary>The level of each message. <see cref="LogLevel.None"/> for no line at all.</summary>
    /// <value><see cref="LogLevel.Debug"/></value>
    public LogLevel MessageLevel { get; set; } = LogLevel.Debug;
}
