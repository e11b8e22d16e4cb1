using System.Buffers;
using System.Text.Unicode;

namespace RoomSockets;

/// <summary>Owns the memory of the message that was inflated last. The limit is that of the inflated message, and inflating stops there.</summary>
internal sealed class Inflater(int maxMessageBytes)
{
    private byte[]? _buffer;

    public Incoming Inflate(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        var length = Deflate.Inflate(payload, maxMessageBytes, out _buffer);
        if (length == -1) return Incoming.Fault(CloseCause.LimitExceeded, CloseCode.MessageTooBig, $"a message may have {maxMessageBytes} bytes");
        if (length < 0) return Incoming.Fault(CloseCause.ProtocolError, CloseCode.InvalidPayload, "the message cannot be inflated");
        var message = _buffer.AsMemory(0, length);
        if (opcode == Opcode.Binary) return new Incoming(IncomingKind.Binary, message);
        return Utf8.IsValid(message.Span)
            ? new Incoming(IncomingKind.Text, message)
            : Incoming.Fault(CloseCause.ProtocolError, CloseCode.InvalidPayload, "text must be UTF-8");
    }

    /// <summary>Gives the memory back: the message is no longer used.</summary>
    public void Recycle()
    {
        if (_buffer is not null) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
    }
}
