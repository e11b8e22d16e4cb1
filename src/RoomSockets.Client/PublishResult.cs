namespace RoomSockets.Client;

/// <summary>The server's word that a message is stored, ordered and on its way to everyone.</summary>
/// <param name="Offset">The message's place.</param>
/// <param name="Duplicate">Whether a message with the same key was there already; it was delivered once.</param>
public sealed record PublishResult(long Offset, bool Duplicate);
