namespace RoomSockets;

/// <summary>Refuses messages that are not as they should be, with the name of the field, and keeps the connection. Signals pass: they have names instead of forms.</summary>
internal sealed class MessageFormat(Func<ReadOnlyMemory<byte>, MessageFault?> find) : IRoomMiddleware
{
    public ValueTask OnMessageAsync(MessageContext message, RoomStep<MessageContext> next)
    {
        if (message.Kind == MessageKind.Signal) return next(message);
        if ((message.IsText ? find(message.Data.Bytes) : MessageFault.NoText) is not { } fault) return next(message);
        message.Refuse(ErrorCode.Invalid, fault.Message, fault.Field);
        return ValueTask.CompletedTask;
    }
}
