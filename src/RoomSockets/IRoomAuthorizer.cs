using System.Security.Claims;

namespace RoomSockets;

/// <summary>
/// Says what a user may do with a room, wherever it is asked: for sockets before the handler's <see cref="RoomHandler.OnJoiningAsync"/>,
/// and in the API, which has no handler. Register with <c>AddRoomAuthorizer</c>; without one everything is allowed.
/// </summary>
public interface IRoomAuthorizer
{
    /// <summary>Whether the user may do it. Asked each time; an exception refuses a handshake with 500.</summary>
    /// <param name="operation">What the user wants to do.</param>
    /// <param name="room">The room's name, normalised.</param>
    /// <param name="user">The user; not authenticated where anonymous connections are allowed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<bool> AllowsAsync(RoomOperation operation, string room, ClaimsPrincipal user, CancellationToken cancellationToken);
}

/// <summary>What somebody may do with a room.</summary>
public enum RoomOperation
{
    /// <summary>Come in, over a socket or by becoming a member, and see it in the list of rooms.</summary>
    Join,

    /// <summary>Read what was said there.</summary>
    History,
}
