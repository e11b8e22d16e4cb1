namespace RoomSockets;

/// <summary>What no database can keep.</summary>
internal static class StoredText
{
    /// <exception cref="ArgumentException">The text has a surrogate alone, or U+0000.</exception>
    public static void ThrowIfUnfit(string text, string parameter)
    {
        if (!IsWellFormed(text)) throw new ArgumentException("The text has half of a surrogate pair: it is no Unicode.", parameter);
        if (text.Contains('\0', StringComparison.Ordinal)) throw new ArgumentException("The text contains U+0000.", parameter);
    }

    public static bool IsWellFormed(string text)
    {
        var rest = text.AsSpan();
        while (rest.IndexOfAnyInRange('\uD800', '\uDFFF') is >= 0 and var at)
        {
            if (at + 1 >= rest.Length || !char.IsSurrogatePair(rest[at], rest[at + 1])) return false;
            rest = rest[(at + 2)..];
        }

        return true;
    }
}
