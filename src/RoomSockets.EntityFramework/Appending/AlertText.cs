namespace RoomSockets.EntityFramework;

/// <summary>A message may hold U+0000, PostgreSQL's text may not: it is escaped with U+001A, which nobody types.</summary>
internal static class AlertText
{
    private const char Escape = '\u001a';

    public static string ToColumn(string content) => content.AsSpan().ContainsAny('\0', Escape)
        ? content.Replace("\u001a", "\u001a\u001a", StringComparison.Ordinal).Replace("\0", "\u001a0", StringComparison.Ordinal)
        : content;

    public static string FromColumn(string column)
    {
        if (!column.Contains(Escape, StringComparison.Ordinal)) return column;
        var text = new System.Text.StringBuilder(column.Length);
        for (var i = 0; i < column.Length; i++)
        {
            if (column[i] != Escape || i + 1 == column.Length) text.Append(column[i]);
            else text.Append(column[++i] == '0' ? '\0' : Escape);
        }

        return text.ToString();
    }
}
