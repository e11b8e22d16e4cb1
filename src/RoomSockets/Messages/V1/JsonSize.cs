using System.Buffers;

namespace RoomSockets;

/// <summary>How long content becomes as JSON. Pure.</summary>
internal static class JsonSize
{
    /// <summary>What a message frame has beside its content and its names, generously.</summary>
    private const int Envelope = 160;

    private static readonly SearchValues<byte> Escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(static code => (byte)code), (byte)'"', (byte)'\\', 0x7F]);

    /// <summary>An upper bound of the frame of a message; names count with six bytes for each of their characters.</summary>
    public static int OfMessage(MessageData data, string room, UserRef? from, string? key) =>
        Envelope + OfContent(data) + (6 * (room.Length + (from?.Id.Length ?? 0) + (from?.Name?.Length ?? 0) + (key?.Length ?? 0)));

    private static int OfContent(MessageData data)
    {
        var rest = data.Bytes.Span;
        var size = rest.Length + 2;
        if (data.IsJson) return size;
        while (rest.IndexOfAny(Escaped) is >= 0 and var at)
        {
            size += 5;
            rest = rest[(at + 1)..];
        }

        return size;
    }
}
