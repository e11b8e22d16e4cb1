using System.Buffers.Binary;
using System.Text;

namespace RoomSockets;

/// <summary>Writes server frames: whole, unmasked, so that the same bytes serve every receiver (RFC 6455, section 5.2). Pure.</summary>
internal static class Frame
{
    public const int MaxHeader = 10;
    public const int MaxControlPayload = 125;

    /// <summary>RSV1: the message is deflated (RFC 7692, section 6).</summary>
    public const byte DeflatedBit = 0x40;
    private const int MaxReasonBytes = MaxControlPayload - 2;

    public static int HeaderSize(int length) => length < 126 ? 2 : length <= ushort.MaxValue ? 4 : MaxHeader;

    public static int Size(int length) => HeaderSize(length) + length;

    /// <summary>Writes the header of a whole frame and returns its size.</summary>
    public static int WriteHeader(Span<byte> target, Opcode opcode, int length)
    {
        target[0] = (byte)(0x80 | (byte)opcode);
        switch (HeaderSize(length))
        {
            case 2:
                target[1] = (byte)length;
                return 2;
            case 4:
                target[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)length);
                return 4;
            default:
                target[1] = 127;
                BinaryPrimitives.WriteInt64BigEndian(target[2..], length);
                return MaxHeader;
        }
    }

    public static byte[] Control(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[Size(payload.Length)];
        payload.CopyTo(frame.AsSpan(WriteHeader(frame, opcode, payload.Length)));
        return frame;
    }

    /// <summary>A close frame; the reason is cut at a code point so that it fits (section 5.5: at most 125 bytes with the code).</summary>
    public static byte[] Close(int code, string reason)
    {
        if (!CloseCode.MayTravel(code)) return Control(Opcode.Close, []);
        Span<byte> payload = stackalloc byte[MaxControlPayload];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        return Control(Opcode.Close, payload[..(2 + WriteReason(payload[2..], reason))]);
    }

    /// <summary>The reason as it travels: well-formed and at most 123 bytes.</summary>
    public static string CutReason(string reason)
    {
        Span<byte> bytes = stackalloc byte[MaxReasonBytes];
        return Encoding.UTF8.GetString(bytes[..WriteReason(bytes, reason)]);
    }

    private static int WriteReason(Span<byte> target, string reason)
    {
        var written = 0;
        foreach (var rune in reason.EnumerateRunes())
        {
            if (written + rune.Utf8SequenceLength > MaxReasonBytes) break;
            written += rune.EncodeToUtf8(target[written..]);
        }

        return written;
    }
}
