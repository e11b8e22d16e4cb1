namespace RoomSockets;

/// <summary>White space between the tokens of JSON that is known to be valid. Pure.</summary>
internal static class JsonSpace
{
    /// <summary>The same value in its shortest form; the very bytes where there is nothing to remove.</summary>
    public static ReadOnlyMemory<byte> Remove(ReadOnlyMemory<byte> json)
    {
        var source = json.Span;
        if (source.IndexOfAny(" \t\r\n"u8) < 0) return json;
        var target = new byte[source.Length];
        var (length, inString) = (0, false);
        for (var i = 0; i < source.Length; i++)
        {
            var letter = source[i];
            if (!inString && IsSpace(letter)) continue;
            target[length++] = letter;
            if (letter == (byte)'"') inString = !inString;
            else if (inString && letter == (byte)'\\') target[length++] = source[++i];
        }

        return target.AsMemory(0, length);
    }

    private static bool IsSpace(byte letter) => letter is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
}
