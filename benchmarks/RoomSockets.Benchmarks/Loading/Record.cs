using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace RoomSockets.Benchmarks.Loading;

/// <summary>
/// What each message carries, in letters that no JSON escapes: a marker, the room's number, the message's number and when it was
/// (to be) sent. Each number is 16 letters, four bits each. The rest of the text is filler.
/// </summary>
internal static class Record
{
    public const int Size = 4 + (3 * NumberSize);
    private const int NumberSize = 16;
    private const uint MarkerBits = 0x7E73727E; // ~rs~, read as little-endian

    public static ReadOnlySpan<byte> Marker => "~rs~"u8;

    public static bool IsAt(ReadOnlySpan<byte> text) => text.Length >= Size && BinaryPrimitives.ReadUInt32LittleEndian(text) == MarkerBits;

    public static void Write(Span<byte> text, long room, long number, long time)
    {
        Marker.CopyTo(text);
        WriteNumber(text[4..], room);
        WriteNumber(text[(4 + NumberSize)..], number);
        WriteNumber(text[(4 + (2 * NumberSize))..], time);
    }

    public static (long Room, long Number, long Time) Read(ReadOnlySpan<byte> text) =>
        (ReadNumber(text[4..]), ReadNumber(text[(4 + NumberSize)..]), ReadNumber(text[(4 + (2 * NumberSize))..]));

    private static void WriteNumber(Span<byte> text, long number)
    {
        for (var i = 0; i < NumberSize; i++) text[i] = (byte)('a' + ((number >> (i * 4)) & 15));
    }

    private static long ReadNumber(ReadOnlySpan<byte> text) =>
        (long)(Join(BinaryPrimitives.ReadUInt64LittleEndian(text)) | (Join(BinaryPrimitives.ReadUInt64LittleEndian(text[8..])) << 32));

    /// <summary>Eight letters to 32 bits without a loop: this runs for every delivery.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Join(ulong letters)
    {
        var bits = letters - 0x6161616161616161;
        bits = (bits | (bits >> 4)) & 0x00FF00FF00FF00FF;
        bits = (bits | (bits >> 8)) & 0x0000FFFF0000FFFF;
        return (bits | (bits >> 16)) & 0xFFFFFFFF;
    }
}
