namespace RoomSockets;

/// <summary>Puts what a function makes of a message in its place: of text alone, and not of signals.</summary>
internal sealed class MessageTransform(Func<MessageContext, MessageData?> transform) : IRoomMiddleware
{
    public ValueTask OnMessageAsync(MessageContext message, RoomStep<MessageContext> next)
    {
        if (!message.IsText || message.Kind == MessageKind.Signal) return next(message);
        if (transform(message) is not { } data) return ValueTask.CompletedTask;
        // A member's outbox could not hold it, and the sender is not at fault: it hears of it, and stays.
        if (data.Bytes.Length > ((Connection)message.Connection).Options.OutboxBytes - Frame.MaxHeader)
        {
            message.Refuse(ErrorCode.TooBig, "The message is too big after it was changed.", "data");
            return ValueTask.CompletedTask;
        }

        message.Data = data;
        return next(message);
    }
}
