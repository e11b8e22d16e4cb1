namespace RoomSockets;

/// <summary>A room could not come into being, because there are as many as the options allow. Temporary: rooms go when they are empty.</summary>
public sealed class RoomUnavailableException : Exception
{
    internal RoomUnavailableException(string room, int maxRooms)
        : base($"Room '{room}' cannot be created: {maxRooms} rooms are in memory. Raise RoomSocketsOptions.MaxRooms, or find out who joins so many.")
    {
    }
}
