namespace RoomSockets;

/// <summary>
/// Decides for each receiver of a room's messages what it gets: the message, another one in its place, or nothing. Add it with
/// <c>AddReceiverFilter</c>, for the application or one endpoint, and only where receivers differ: without one a message is written
/// once for all of them. What is the same for all belongs into <see cref="IRoomMiddleware.OnPublishingAsync"/>.
/// </summary>
/// <remarks>
/// A singleton, asked while a room delivers and while the past is read, for each receiver: answer from memory, at once. It is not
/// asynchronous on purpose, since nobody may wait for one receiver. Where a message is withheld, its offset is not: members that
/// speak <c>roomsockets.v1.json</c> get a <c>skip</c>, and in history a message that is marked as deleted.
/// </remarks>
public interface IReceiverFilter
{
    /// <summary>What the receiver gets.</summary>
    /// <param name="message">The message; its bytes are valid during the call.</param>
    /// <param name="receiver">Who is to get it. Its own messages are asked about, too.</param>
    /// <returns>The message's own data to deliver it, other data to deliver that in its place, null to withhold it. An exception withholds it, and is logged.</returns>
    MessageData? Filter(in OutboundMessage message, IConnection receiver);
}
