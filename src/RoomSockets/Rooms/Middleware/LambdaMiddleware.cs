namespace RoomSockets;

/// <summary>A lambda takes part in the step of messages alone.</summary>
internal sealed class LambdaMiddleware(Func<MessageContext, RoomStep<MessageContext>, ValueTask> onMessage) : IRoomMiddleware
{
    public ValueTask OnMessageAsync(MessageContext message, RoomStep<MessageContext> next) => onMessage(message, next);
}
