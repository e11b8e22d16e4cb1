namespace RoomSockets;

/// <summary>
/// Rooms and connections from anywhere in the application: controllers, background services, handlers. A singleton; every
/// member may be called from any thread.
/// </summary>
/// <remarks>
/// Room names are normalised as in the handshake: Unicode NFC, case-sensitive, 1–60 code points, no control characters; every
/// member that takes one throws <see cref="ArgumentException"/> for a name that is none. A connection or user that is not
/// there is no error: the answer says so.
/// </remarks>
public partial interface IConnectionManager
{
    /// <summary>Publishes text to a room: numbered, in one order for all members, sent to each of them.</summary>
    /// <param name="room">The room; it comes into being when it is not there.</param>
    /// <param name="data">Text; a string converts by itself. At most <see cref="RoomSocketsOptions.OutboxBytes"/> bytes.</param>
    /// <param name="cancellationToken">Ends the waiting for a place in the room's inbox; the message is then not published.</param>
    /// <returns>The message's offset in the room, contiguous from 1. Waits while the room's inbox is full and, with a store, until the message is durable. 0 where a middleware dropped it, see <see cref="IRoomMiddleware.OnPublishingAsync"/>.</returns>
    /// <exception cref="ArgumentException">Binary data (it has no offset: use <see cref="SendToRoomAsync"/>), too large, or a bad room name.</exception>
    /// <exception cref="RoomUnavailableException">There are <see cref="RoomSocketsOptions.MaxRooms"/> rooms with members already.</exception>
    /// <exception cref="StoreUnavailableException">There is a store, and it did not take the message; nobody got it.</exception>
    ValueTask<long> PublishAsync(string room, MessageData data, CancellationToken cancellationToken = default);

    /// <summary>Sends to the members of a room, in order with what is published there, but unnumbered and never stored.</summary>
    /// <param name="room">The room; nothing happens when it has no members.</param>
    /// <param name="data">Text or binary, at most <see cref="RoomSocketsOptions.OutboxBytes"/> bytes.</param>
    /// <param name="except">Ids of connections that do not get it.</param>
    /// <param name="cancellationToken">Ends the waiting for a place in the room's inbox; nothing is then sent.</param>
    /// <exception cref="ArgumentException">Too large, or a bad room name.</exception>
    ValueTask SendToRoomAsync(string room, MessageData data, IReadOnlyCollection<string>? except = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends a signal to the members of a room: typing, a cursor, a price. In order with everything else there, but a member that
    /// is slow does without: signals are dropped where an outbox is more than half full, and before anything else is.
    /// </summary>
    /// <param name="room">The room; nothing happens when it has no members.</param>
    /// <param name="data">Text or binary, at most <see cref="RoomSocketsOptions.OutboxBytes"/> bytes.</param>
    /// <param name="replaces">Signals of the same key (in any room) replace each other where they wait: only the latest arrives. Null for none.</param>
    /// <param name="except">Ids of connections that do not get it.</param>
    /// <param name="name">What members that speak <c>roomsockets.v1.json</c> know it by; null for <c>notice</c>. Raw ones get the data alone.</param>
    /// <param name="cancellationToken">Ends the waiting for a place in the room's inbox; nothing is then sent.</param>
    /// <exception cref="ArgumentException">Too large, or a bad room name.</exception>
    ValueTask SignalRoomAsync(string room, MessageData data, string? replaces = null, IReadOnlyCollection<string>? except = null, string? name = null, CancellationToken cancellationToken = default);

    /// <summary>Sends to one connection.</summary>
    /// <returns>False when it is not there.</returns>
    ValueTask<bool> SendToConnectionAsync(string connectionId, MessageData data, CancellationToken cancellationToken = default);

    /// <summary>Sends to every connection of a user: all devices.</summary>
    /// <returns>To how many connections.</returns>
    ValueTask<int> SendToUserAsync(string userId, MessageData data, CancellationToken cancellationToken = default);

    /// <summary>Makes a connection a member of a room, after its handler's <see cref="RoomHandler.OnJoiningAsync"/> agreed.</summary>
    /// <returns>What came of it; joining again is <see cref="JoinResult.AlreadyMember"/>.</returns>
    /// <exception cref="StoreUnavailableException">There is a store, and it cannot tell about the room; the connection is no member.</exception>
    ValueTask<JoinResult> JoinAsync(string connectionId, string room, CancellationToken cancellationToken = default);

    /// <summary>Ends a membership; the handler's <see cref="RoomHandler.OnLeftAsync"/> is told. Never refused.</summary>
    /// <returns>False when the connection is not there or is no member.</returns>
    ValueTask<bool> LeaveAsync(string connectionId, string room, CancellationToken cancellationToken = default);

    /// <summary>The rooms that have members.</summary>
    ValueTask<IReadOnlyList<string>> GetRoomsAsync(CancellationToken cancellationToken = default);

    /// <summary>The rooms of one connection.</summary>
    ValueTask<IReadOnlyList<string>> GetRoomsAsync(string connectionId, CancellationToken cancellationToken = default);

    /// <summary>The members of a room.</summary>
    ValueTask<IReadOnlyList<ConnectionInfo>> GetMembersAsync(string room, CancellationToken cancellationToken = default);

    /// <summary>The connections of a user: one for each device, tab or program.</summary>
    ValueTask<IReadOnlyList<ConnectionInfo>> GetConnectionsAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>The number of open connections, of rooms with members, and of users with a connection.</summary>
    ValueTask<ConnectionCounts> CountAsync(CancellationToken cancellationToken = default);

    /// <summary>The number of members of a room.</summary>
    ValueTask<int> CountMembersAsync(string room, CancellationToken cancellationToken = default);

    /// <summary>Ends one connection with a close code and reason.</summary>
    /// <returns>False when it is not there or already ending.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The code may not stand in a close frame.</exception>
    ValueTask<bool> DisconnectAsync(string connectionId, int code = CloseCode.PolicyViolation, string? reason = null, CancellationToken cancellationToken = default);

    /// <summary>Ends all connections of a user.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The code may not stand in a close frame.</exception>
    ValueTask<int> DisconnectUserAsync(string userId, int code = CloseCode.PolicyViolation, string? reason = null, CancellationToken cancellationToken = default);

    /// <summary>Ends the connections of all members of a room.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The code may not stand in a close frame.</exception>
    ValueTask<int> DisconnectRoomAsync(string room, int code = CloseCode.PolicyViolation, string? reason = null, CancellationToken cancellationToken = default);

    /// <summary>Ends the connections that were opened with a token, with 1008: works for every validator that gives its tokens an id.</summary>
    /// <param name="tokenId">The id that the validator passed to <see cref="TokenResult.Success(System.Security.Claims.ClaimsPrincipal, DateTimeOffset?, string?)"/>.</param>
    /// <param name="cancellationToken">Not used on one node.</param>
    /// <returns>How many.</returns>
    ValueTask<int> RevokeTokenAsync(string tokenId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends all connections of a user with 1008 (4001 for <c>roomsockets.v1.json</c>), whichever validators let them in, handshakes
    /// under way and one-time tickets included, and removes the user's tokens from the store where there is one.
    /// </summary>
    /// <remarks>What other validators accept they accept again: to keep a user out, tell them first, or ban the user.</remarks>
    /// <param name="userId">The id that connections carry.</param>
    /// <param name="cancellationToken">Not used: half of it would leave tokens behind.</param>
    /// <returns>How many connections.</returns>
    /// <exception cref="StoreUnavailableException">There is a store, and it cannot remove the tokens; the connections are ended.</exception>
    ValueTask<int> RevokeUserAsync(string userId, CancellationToken cancellationToken = default);
}
