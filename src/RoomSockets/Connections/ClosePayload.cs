using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace RoomSockets;

/// <summary>Reads the payload of a client's close frame (RFC 6455, section 5.5.1). Pure.</summary>
internal static class ClosePayload
{
    /// <summary>What a close frame without a code stands for; it never travels.</summary>
    private const int NoCode = 1005;

    public static Incoming Read(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty) return Close(NoCode, string.Empty);
        if (payload.Length == 1) return Incoming.Fault(CloseCause.ProtocolError, CloseCode.ProtocolError, "a close frame with one byte");
        var code = BinaryPrimitives.ReadUInt16BigEndian(payload);
        if (!CloseCode.MayTravel(code)) return Incoming.Fault(CloseCause.ProtocolError, CloseCode.ProtocolError, $"{code} is no close code that may travel");
        if (!Utf8.IsValid(payload[2..])) return Incoming.Fault(CloseCause.ProtocolError, CloseCode.InvalidPayload, "the close reason must be UTF-8");
        return Close(code, Encoding.UTF8.GetString(payload[2..]));
    }

    private static Incoming Close(int code, string text) => new(IncomingKind.Close, default, new CloseReason(CloseCause.ClientClosed, code, text));
}
