namespace RoomSockets;

/// <summary>What a policy of <c>RequireRoomPolicy</c> decides on: the resource that its handlers are given.</summary>
/// <param name="Operation">What the user wants to do.</param>
/// <param name="Room">The room's name, normalised; for <see cref="RoomOperation.Direct"/> the id of the other user.</param>
public sealed record RoomAccessContext(RoomOperation Operation, string Room);
