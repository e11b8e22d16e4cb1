namespace RoomSockets;

/// <summary>A connection that is open.</summary>
/// <param name="Connection">The connection.</param>
public sealed record ConnectedContext(IConnection Connection)
{
    /// <summary>Who is told at the end of the way; null where nobody is.</summary>
    internal RoomHandler? Handler { get; init; }

    internal ValueTask EndAsync() => Handler?.OnConnectedAsync(Connection.Closing) ?? ValueTask.CompletedTask;
}

/// <summary>A membership that has begun.</summary>
/// <param name="Connection">Who joined.</param>
/// <param name="Room">The room, normalised.</param>
public sealed record JoinedContext(IConnection Connection, string Room)
{
    /// <summary>Who is told at the end of the way; null where nobody is.</summary>
    internal RoomHandler? Handler { get; init; }

    internal ValueTask EndAsync() => Handler?.OnJoinedAsync(Room, Connection.Closing) ?? ValueTask.CompletedTask;
}

/// <summary>A membership that has ended.</summary>
/// <param name="Connection">Who left; the connection may have ended.</param>
/// <param name="Room">The room, normalised.</param>
/// <param name="Cause">What ended it.</param>
public sealed record LeftContext(IConnection Connection, string Room, LeaveCause Cause)
{
    /// <summary>Who is told at the end of the way; null where nobody is.</summary>
    internal RoomHandler? Handler { get; init; }

    internal ValueTask EndAsync() => Handler?.OnLeftAsync(Room, Cause) ?? ValueTask.CompletedTask;
}

/// <summary>A connection that has ended.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Reason">Why; the first reason won.</param>
public sealed record DisconnectedContext(IConnection Connection, CloseReason Reason)
{
    /// <summary>Who is told at the end of the way; null where nobody is.</summary>
    internal RoomHandler? Handler { get; init; }

    internal ValueTask EndAsync() => Handler?.OnDisconnectedAsync(Reason) ?? ValueTask.CompletedTask;
}
