namespace RoomSockets;

/// <summary>Who or what a rate limit counts for.</summary>
public enum RateLimitBy
{
    /// <summary>Each connection for itself.</summary>
    Connection,

    /// <summary>All connections of a user together; an anonymous one counts for its address.</summary>
    User,

    /// <summary>All connections of an address together; of IPv6, of its /64, since whoever has one address has all of it.</summary>
    Address,

    /// <summary>All that is said in a room, or all who come to it. What concerns no room is not counted.</summary>
    Room,
}

/// <summary>What a rate limit counts.</summary>
public enum RateLimitKind
{
    /// <summary>Messages of clients: raw ones, and <c>publish</c>, <c>signal</c> and <c>direct</c>.</summary>
    Messages,

    /// <summary>Joins, in the handshake and by frame. Leaving is never refused.</summary>
    Joins,

    /// <summary>Handshakes, after origin and token.</summary>
    Connects,
}
