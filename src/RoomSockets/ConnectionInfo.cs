namespace RoomSockets;

/// <summary>A connection, seen from outside: what <see cref="IConnectionManager"/> lists.</summary>
/// <param name="Id">The id of the connection.</param>
/// <param name="UserId">The user's id; null for an anonymous connection.</param>
/// <param name="UserName">The user's name; null where there is none.</param>
/// <param name="ConnectedAt">When its handshake began, in UTC.</param>
/// <param name="DroppedSignals">How many signals it did without, replaced ones included, because it reads slowly.</param>
public sealed record ConnectionInfo(string Id, string? UserId, string? UserName, DateTimeOffset ConnectedAt, int DroppedSignals = 0);

/// <summary>How many are there.</summary>
/// <param name="Connections">Open connections.</param>
/// <param name="Rooms">Rooms with at least one member.</param>
/// <param name="Users">Users with at least one connection; anonymous ones are not counted.</param>
public readonly record struct ConnectionCounts(int Connections, int Rooms, int Users);

/// <summary>What came of a join.</summary>
public enum JoinResult
{
    /// <summary>The connection is a member now.</summary>
    Joined,

    /// <summary>It was one already.</summary>
    AlreadyMember,

    /// <summary>The handler refused.</summary>
    Refused,

    /// <summary>It is a member of <see cref="RoomSocketsOptions.MaxRoomsPerConnection"/> rooms.</summary>
    TooManyRooms,

    /// <summary>There are <see cref="RoomSocketsOptions.MaxRooms"/> rooms with members already.</summary>
    RoomUnavailable,

    /// <summary>There is no such room in the store, and <see cref="AccountOptions.AllowRoomCreation"/> is off.</summary>
    NoSuchRoom,

    /// <summary>There is no such room in the store, and the user has created <see cref="AccountOptions.MaxNewRoomsPerHour"/> of late, or its address <see cref="AccountOptions.MaxNewRoomsPerAddress"/>.</summary>
    TooManyNewRooms,

    /// <summary>The user or the address is banned there, or everywhere.</summary>
    Banned,

    /// <summary>There is no such connection, or it is ending.</summary>
    NotConnected,
}
