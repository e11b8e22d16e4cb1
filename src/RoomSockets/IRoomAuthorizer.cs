using System.Security.Claims;

namespace RoomSockets;

/// <summary>
/// Says what a user may do, wherever it is asked: for sockets before the handler's hooks, and in the API, which has no handler.
/// Register with <c>AddRoomAuthorizer</c>, or name policies of ASP.NET Core with <c>RequireRoomPolicy</c>; where there are several,
/// all must agree. Without one everything is allowed but to moderate.
/// </summary>
public interface IRoomAuthorizer
{
    /// <summary>Whether the user may do it. Asked each time, nothing is remembered: an answer that is not quick should be remembered by you. An exception refuses: a handshake with 500, a frame with <c>forbidden</c>.</summary>
    /// <param name="operation">What the user wants to do.</param>
    /// <param name="room">The room's name, normalised; for <see cref="RoomOperation.Direct"/> the id of the other user.</param>
    /// <param name="user">The user; not authenticated where anonymous connections are allowed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<bool> AllowsAsync(RoomOperation operation, string room, ClaimsPrincipal user, CancellationToken cancellationToken);

    /// <summary>
    /// Whether the user may do what is not everybody's, which is <see cref="RoomOperation.Moderate"/>. One authorizer that grants is
    /// enough, as long as none forbids it (<see cref="AllowsAsync"/>). Without this member nothing is granted.
    /// </summary>
    /// <param name="operation">What the user wants to do.</param>
    /// <param name="room">The room's name, normalised; empty for everywhere.</param>
    /// <param name="user">The user, authenticated.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<bool> GrantsAsync(RoomOperation operation, string room, ClaimsPrincipal user, CancellationToken cancellationToken) => ValueTask.FromResult(false);
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

    /// <summary>
    /// Kick, ban, mute, slow down, change and delete there, through the API. Unlike the others it is not everybody's: only of whoever
    /// created the room, of <see cref="ModerationOptions.Moderators"/>, and of whom <see cref="IRoomAuthorizer.GrantsAsync"/> names;
    /// and of those only where all authorizers allow it. For what holds everywhere the room is empty.
    /// </summary>
    Moderate,
}
