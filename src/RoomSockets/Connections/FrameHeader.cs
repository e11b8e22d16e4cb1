using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace RoomSockets;

/// <summary>The header of one client frame (RFC 6455, section 5.2). Pure.</summary>
internal readonly struct FrameHeader
{
    private const int MaskSize = 4;

    public required bool IsFinal { get; init; }
    public required int ReservedBits { get; init; }
    public required Opcode Opcode { get; init; }
    public required bool IsMasked { get; init; }
    public required bool IsMinimal { get; init; }

    /// <summary>The payload's length as it was claimed; negative when its highest bit was set.</summary>
    public required long Length { get; init; }
    public required uint Mask { get; init; }
    public required int Size { get; init; }

    public bool IsControl => ((byte)Opcode & 8) != 0;

    public static bool TryRead(ReadOnlySpan<byte> input, out FrameHeader header)
    {
        header = default;
        if (input.Length < 2) return false;
        var masked = (input[1] & 0x80) != 0;
        long length = input[1] & 0x7F;
        var size = length switch { 126 => 4, 127 => 10, _ => 2 };
        var whole = size + (masked ? MaskSize : 0);
        if (input.Length < whole) return false;

        var minimal = true;
        if (size == 4)
        {
            length = BinaryPrimitives.ReadUInt16BigEndian(input[2..]);
            minimal = length >= 126;
        }
        else if (size == 10)
        {
            length = BinaryPrimitives.ReadInt64BigEndian(input[2..]);
            minimal = length is < 0 or > ushort.MaxValue;
        }

        header = new FrameHeader
        {
            IsFinal = (input[0] & 0x80) != 0,
            ReservedBits = input[0] & 0x70,
            Opcode = (Opcode)(input[0] & 0x0F),
            IsMasked = masked,
            IsMinimal = minimal,
            Length = length,
            // The mask is applied to memory as it lies, so it is read without turning its bytes round.
            Mask = masked ? MemoryMarshal.Read<uint>(input[size..]) : 0,
            Size = whole,
        };
        return true;
    }

    /// <summary>Undoes the client's masking in place (section 5.3).</summary>
    public static void Unmask(Span<byte> payload, uint mask)
    {
        if (mask == 0) return;
        var wide = mask | ((ulong)mask << 32);
        var words = MemoryMarshal.Cast<byte, ulong>(payload);
        for (var i = 0; i < words.Length; i++) words[i] ^= wide;
        for (var i = words.Length * sizeof(ulong); i < payload.Length; i++) payload[i] ^= (byte)(mask >> ((i & 3) * 8));
    }
}
