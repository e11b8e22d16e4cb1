namespace RoomSockets;

/// <summary>Counts what clients send.</summary>
internal sealed class MonitorMiddleware(RoomMonitor monitor) : IRoomMiddleware
{
    public ValueTask OnMessageAsync(MessageContext message, RoomStep<MessageContext> next)
    {
        monitor.NoteReceived(message.Room, message.Data.Bytes.Length);
        return next(message);
    }
}
