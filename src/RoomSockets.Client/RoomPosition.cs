namespace RoomSockets.Client;

/// <summary>How far a room is known.</summary>
/// <param name="Offset">The last offset that was delivered or withheld; 0 before the first.</param>
/// <param name="Epoch">In which life of the room that was; opaque.</param>
public readonly record struct RoomPosition(long Offset, string Epoch);
