namespace RoomSockets;

/// <summary>What the reader found: a whole message, a control frame, a fault, or that it needs more bytes.</summary>
internal readonly record struct Incoming(IncomingKind Kind, ReadOnlyMemory<byte> Payload = default, CloseReason? Reason = null)
{
    public static Incoming Fault(CloseCause cause, int code, string text) => new(IncomingKind.Fault, default, new CloseReason(cause, code, text));
}

internal enum IncomingKind
{
    NeedMore,
    Text,
    Binary,
    Ping,
    Pong,
    Close,
    Fault,
}
