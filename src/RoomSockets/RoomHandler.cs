namespace RoomSockets;

/// <summary>
/// What happens on an endpoint. Derive from it and map it with <c>app.MapRoomSockets&lt;MyHandler&gt;("/ws/{room}")</c>; the base
/// class relays every message to the room of the route as it came.
/// </summary>
/// <remarks>
/// One instance per connection, created with constructor injection from the connection's scope, which lives as long as the
/// connection: inject nothing that must be short-lived (a <c>DbContext</c> is refused when the endpoint is mapped) and take such
/// services from <see cref="MessageContext.Services"/>, a fresh scope for each message. The messages of one connection are
/// handled one at a time; <see cref="OnJoiningAsync"/>, <see cref="OnJoinedAsync"/> and <see cref="OnLeftAsync"/> can run beside them when other code calls
/// <see cref="IConnectionManager"/>. An exception closes this connection with 1011 and nobody else notices. A handler that is
/// <see cref="IDisposable"/> or <see cref="IAsyncDisposable"/> is disposed at the very end.
/// </remarks>
public abstract class RoomHandler
{
    /// <summary>The connection that this instance serves.</summary>
    public IConnection Connection { get; internal set; } = null!;

    /// <summary>Before the upgrade, after origin and token: the last chance to refuse over HTTP.</summary>
    /// <remarks>Runs within <see cref="RoomSocketsOptions.HandshakeTimeout"/>, together with the token validators and <see cref="OnJoiningAsync"/> of the route's room.</remarks>
    /// <param name="context">Refuse through it.</param>
    /// <param name="cancellationToken">Cancelled when the time is over or the client has gone.</param>
    public virtual ValueTask OnConnectingAsync(ConnectingContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>The connection is open and a member of the route's room. No message is read before this completes.</summary>
    /// <param name="cancellationToken">Cancelled when the connection is to end.</param>
    public virtual ValueTask OnConnectedAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Before the connection becomes a member of a room. For the route's room it runs before the upgrade.</summary>
    /// <param name="context">The room; refuse through it.</param>
    /// <param name="cancellationToken">Cancelled when the time is over or the connection is to end.</param>
    public virtual ValueTask OnJoiningAsync(JoiningContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>The connection is a member of a room, and what is sent to the room reaches it. Called once for each membership, not when it joins again.</summary>
    /// <remarks>
    /// For the route's room it comes right before <see cref="OnConnectedAsync"/>; for one that speaks <c>roomsockets.v1.json</c>, after its
    /// <c>joined</c> was sent. Where the connection ends, or leaves, while it joins, <see cref="OnLeftAsync"/> may come without it.
    /// </remarks>
    /// <param name="room">The room.</param>
    /// <param name="cancellationToken">Cancelled when the connection is to end.</param>
    public virtual ValueTask OnJoinedAsync(string room, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>A whole message arrived. By default it is relayed to the room that it is meant for as it came.</summary>
    /// <remarks>
    /// A client that speaks <c>roomsockets.v1.json</c> waits for what becomes of its <c>publish</c>: the first
    /// <see cref="MessageContext.RelayAsync"/> or <see cref="MessageContext.PublishAsync"/> is acknowledged to it; a handler that
    /// publishes nothing that way has rejected the message, and the client is told so (<c>rejected</c>).
    /// </remarks>
    /// <param name="message">Valid until the returned task completes.</param>
    public virtual ValueTask OnMessageAsync(MessageContext message) => message.RelayAsync();

    /// <summary>The connection is no longer a member of a room. Called once for each membership, whatever ended it.</summary>
    /// <param name="room">The room.</param>
    /// <param name="cause">What ended the membership.</param>
    public virtual ValueTask OnLeftAsync(string room, LeaveCause cause) => ValueTask.CompletedTask;

    /// <summary>
    /// The connection's token is another one (the client brought it), or the validators were asked again and said something else of
    /// it. <see cref="IConnection.User"/> is the new principal of the same user, and the rooms that it may no longer be in are left.
    /// </summary>
    /// <remarks>
    /// Where validators are asked again (<see cref="RoomSocketsOptions.RevalidateEvery"/>) it can run beside a message. A token that
    /// expired, was revoked or is not accepted any more ends the connection instead: see <see cref="CloseReason.Cause"/> in <see cref="OnDisconnectedAsync"/>.
    /// </remarks>
    /// <param name="context">What changed.</param>
    /// <param name="cancellationToken">Cancelled when the connection is to end.</param>
    public virtual ValueTask OnTokenChangedAsync(TokenChangedContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>The connection has ended. Called exactly once for every connection whose handshake was accepted, after the last <see cref="OnLeftAsync"/>.</summary>
    /// <param name="reason">Why; the first reason won.</param>
    public virtual ValueTask OnDisconnectedAsync(CloseReason reason) => ValueTask.CompletedTask;
}

/// <summary>What ended a membership.</summary>
public enum LeaveCause
{
    /// <summary>The application called <see cref="IConnectionManager.LeaveAsync"/>.</summary>
    Left,

    /// <summary>The connection ended.</summary>
    Disconnected,

    /// <summary>A kick or a ban, see <see cref="IConnectionManager.KickAsync"/>.</summary>
    Expelled,
}
