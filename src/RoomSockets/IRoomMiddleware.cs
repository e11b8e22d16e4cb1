namespace RoomSockets;

/// <summary>
/// Stands around what happens on connections: each step calls <c>next</c> to go on, does something before or after, or does not
/// call it and so ends the matter. Add it for the whole application with <c>AddRoomMiddleware</c>, or for one endpoint; the first
/// added is the outermost, and those of the application stand outside of those of an endpoint.
/// </summary>
/// <remarks>
/// One instance serves all connections, created with constructor injection from the application's services, so it must be safe for
/// concurrent use: keep what belongs to a connection in <see cref="IConnection.Items"/>, and take scoped services from
/// <see cref="MessageContext.Services"/>. Implement the steps that you need; the others go on by themselves. An exception does what
/// one of the handler does: it refuses a handshake, and closes an open connection with 1011.
/// </remarks>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1716", Justification = "Everybody who writes middleware calls it next.")]
public interface IRoomMiddleware
{
    /// <summary>Before the upgrade, after origin and token. Not going on refuses the handshake: with what <see cref="ConnectingContext.Refuse"/> was told, else with 403 <c>forbidden</c>.</summary>
    ValueTask OnConnectingAsync(ConnectingContext context, RoomStep<ConnectingContext> next) => Next(next)(context);

    /// <summary>The connection is open. Not going on keeps it from the handler's <see cref="RoomHandler.OnConnectedAsync"/>; it stays open.</summary>
    ValueTask OnConnectedAsync(ConnectedContext context, RoomStep<ConnectedContext> next) => Next(next)(context);

    /// <summary>Before the connection becomes a member of a room, and again when it joins once more. Not going on refuses: with what <see cref="JoiningContext.Refuse"/> was told, else with <c>room</c>.</summary>
    ValueTask OnJoiningAsync(JoiningContext context, RoomStep<JoiningContext> next) => Next(next)(context);

    /// <summary>The connection is a member of a room, and what is sent to the room reaches it.</summary>
    ValueTask OnJoinedAsync(JoinedContext context, RoomStep<JoinedContext> next) => Next(next)(context);

    /// <summary>
    /// A message of a client: text or binary of a raw one; a <c>publish</c>, <c>signal</c> or <c>direct</c> of one that speaks
    /// <c>roomsockets.v1.json</c>, see <see cref="MessageContext.Kind"/>. Change <see cref="MessageContext.Data"/> for what follows,
    /// answer with <see cref="MessageContext.ReplyAsync"/>, refuse with <see cref="MessageContext.Refuse"/>. Not going on drops it; a
    /// client that waits for an <c>ack</c> and was not refused is told <c>rejected</c>, also where a reply was sent: nothing was published.
    /// </summary>
    ValueTask OnMessageAsync(MessageContext message, RoomStep<MessageContext> next) => Next(next)(message);

    /// <summary>
    /// What is about to go to a room or a conversation of two, once for all receivers and before it is stored and numbered: messages
    /// of clients, and what the application publishes, sends or signals through <see cref="IConnectionManager"/>. Not going on drops it.
    /// </summary>
    /// <remarks>For what the application sends by itself only the middleware of the application is asked: it comes from no endpoint. Replies, and what is sent to a user or a connection, pass by.</remarks>
    ValueTask OnPublishingAsync(PublishingContext context, RoomStep<PublishingContext> next) => Next(next)(context);

    /// <summary>The connection is no longer a member of a room.</summary>
    ValueTask OnLeftAsync(LeftContext context, RoomStep<LeftContext> next) => Next(next)(context);

    /// <summary>The connection has ended. Called exactly once for each one that got as far as <see cref="OnConnectingAsync"/> and was accepted.</summary>
    ValueTask OnDisconnectedAsync(DisconnectedContext context, RoomStep<DisconnectedContext> next) => Next(next)(context);

    private static RoomStep<T> Next<T>(RoomStep<T> next) => next ?? throw new ArgumentNullException(nameof(next));
}
