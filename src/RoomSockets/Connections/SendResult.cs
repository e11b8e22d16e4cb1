namespace RoomSockets;

/// <summary>What came of handing frames to an outbox.</summary>
internal enum SendResult
{
    Accepted,

    /// <summary>The bounds are reached: the peer reads too slowly.</summary>
    Full,

    /// <summary>The connection is not open (any more).</summary>
    Closed,
}
