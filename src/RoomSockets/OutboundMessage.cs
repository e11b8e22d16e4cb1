namespace RoomSockets;

/// <summary>A message on its way to one receiver.</summary>
/// <param name="Room">The room; null in a conversation of two.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Data">What it says.</param>
/// <param name="SenderId">The id of the user who sent it; null for anonymous ones and for the application.</param>
/// <param name="SenderName">The sender's name; the id where there is none, null without an id.</param>
/// <param name="Offset">Its offset; 0 for what has none.</param>
/// <param name="Name">The name of a signal; null for everything else.</param>
public readonly record struct OutboundMessage(string? Room, MessageKind Kind, MessageData Data, string? SenderId, string? SenderName, long Offset, string? Name = null);
