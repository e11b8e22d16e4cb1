using System.Security.Claims;

namespace RoomSockets;

/// <summary>
/// Says what a user may do, wherever it is asked: for sockets before the handler's hooks, and in the API, which has no handler.
/// Register with <c>AddRoomAuthorizer</c>, or name policies of ASP.NET Core with <c>RequireRoomPolicy</c>; where there are several,
/// all must agree. Without one everything is allowed.
/// </summary>
public interface IRoomAuthorizer
{
    /// <summary>Whether the user may do it. Asked each time, nothing is remembered: an answer that is not quick should be remembered by you. An exception refuses: a handshake with 500, a frame with <c>forbidden</c>.</summary>
    /// <param name="operation">What the user wants to do.</param>
    /// <param name="room">The room's name, normalised; for <see cref="RoomOperation.Direct"/> the id of the other user.</param>
    /// <param name="user">The user; not authenticated where anonymous connections are allowed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<bool> AllowsAsync(RoomOperation operation, string room, ClaimsPrincipal user, CancellationToken cancellationToken);
}

/// <summary>What somebody may do with a room.</summary>
public enum RoomOperation
{
    /// <summary>Come in, over a socket or by becoming a member, and see it in the list of rooms. Asked again when a client comes back, joins again, or brings a new token.</summary>
    Join,

    /// <summary>Read what was said there.</summary>
    History,

    /// <summary>Say something there: messages and signals.</summary>
    Publish,

    /// <summary>Know who is there.</summary>
    Presence,

    /// <summary>Send messages to a user, and read the conversation with that user.</summary>
    Direct,
}
