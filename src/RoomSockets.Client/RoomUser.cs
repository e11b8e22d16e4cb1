namespace RoomSockets.Client;

/// <summary>Who said something, as the server vouches for it.</summary>
/// <param name="Id">The user's id.</param>
/// <param name="Name">The name to show; null when the server knows none.</param>
public sealed record RoomUser(string Id, string? Name);
