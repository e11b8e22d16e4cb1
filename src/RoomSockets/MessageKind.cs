namespace RoomSockets;

/// <summary>What a message is.</summary>
public enum MessageKind
{
    /// <summary>A message to a room: of a raw client, or a <c>publish</c>.</summary>
    Message,

    /// <summary>A signal to a room: typing, a cursor. Never stored.</summary>
    Signal,

    /// <summary>A message to another user.</summary>
    Direct,
}
