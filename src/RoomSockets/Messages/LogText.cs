namespace RoomSockets;

/// <summary>Text of somebody else's in a log line. Pure.</summary>
internal static class LogText
{
    /// <summary>The text without what would end the line, or move about in it.</summary>
    public static string Clean(string text) => text.Any(BreaksLines)
        ? string.Create(text.Length, text, static (clean, source) =>
        {
            for (var i = 0; i < clean.Length; i++) clean[i] = BreaksLines(source[i]) ? '\uFFFD' : source[i];
        })
        : text;

    private static bool BreaksLines(char letter) => char.IsControl(letter) || letter is '\u2028' or '\u2029';
}
