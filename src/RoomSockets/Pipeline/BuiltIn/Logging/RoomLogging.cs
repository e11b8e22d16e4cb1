using System.Globalization;
using Microsoft.Extensions.Logging;

namespace RoomSockets;

/// <summary>Logs the life of each connection and the size of each message.</summary>
internal sealed class RoomLogging(RoomLoggingOptions options, TimeProvider time, ILogger<RoomLogging> logger) : IRoomMiddleware
{
    public async ValueTask OnConnectingAsync(ConnectingContext context, RoomStep<ConnectingContext> next)
    {
        if (!Says(options.LifeLevel))
        {
            await next(context);
            return;
        }

        var (peer, connection) = (PeerName.Of(context.Connection.Request), context.Connection);
        // The path is percent-encoded: it cannot write lines of its own.
        RoomLoggingLog.Attempt(logger, options.LifeLevel, peer, connection.Id, connection.Request.Path);
        await next(context);
        if (context.Verdict is { } refusal) RoomLoggingLog.Refused(logger, options.LifeLevel, peer, connection.Id, refusal.Status, refusal.Code);
    }

    public ValueTask OnConnectedAsync(ConnectedContext context, RoomStep<ConnectedContext> next)
    {
        var connection = context.Connection;
        if (Says(options.LifeLevel))
        {
            var peer = PeerName.Of(connection.Request);
            RoomLoggingLog.Accepted(logger, options.LifeLevel, peer, connection.Id, connection.Request.SubProtocol ?? SubProtocol.Raw);
        }

        return next(context);
    }

    public ValueTask OnMessageAsync(MessageContext message, RoomStep<MessageContext> next)
    {
        if (Says(options.MessageLevel))
        {
            var peer = PeerName.Of(message.Connection.Request);
            RoomLoggingLog.Message(
                logger, options.MessageLevel, peer, message.Connection.Id, message.Kind, message.IsText ? "text" : "binary", message.Data.Bytes.Length, message.Room ?? string.Empty);
        }

        return next(message);
    }

    public ValueTask OnDisconnectedAsync(DisconnectedContext context, RoomStep<DisconnectedContext> next)
    {
        if (Says(options.LifeLevel))
        {
            var (connection, reason) = (context.Connection, context.Reason);
            var seconds = (time.GetUtcNow() - connection.ConnectedAt).TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
            var peer = PeerName.Of(connection.Request);
            RoomLoggingLog.Closed(logger, options.LifeLevel, peer, connection.Id, seconds, reason.Cause, reason.Code, reason.LoggedText);
        }

        return next(context);
    }

    /// <summary>Not every logger knows that nothing is to be said at this level.</summary>
    private bool Says(LogLevel level) => level != LogLevel.None && logger.IsEnabled(level);
}
