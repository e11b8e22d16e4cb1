namespace RoomSockets.Testing;

/// <summary>Tells what came instead of what was expected, in a few lines.</summary>
internal static class Sightings
{
    private const int MaxMessages = 20;
    private const int MaxLength = 300;

    public static string Describe(IReadOnlyCollection<TestMessage> messages)
    {
        if (messages.Count == 0) return "Nothing came instead.";
        var shown = messages.Skip(messages.Count - MaxMessages).Select(static message => $"\n  {Cut(message.Text)}");
        return $"Instead came {messages.Count} others{(messages.Count > MaxMessages ? $", at last {MaxMessages} of them" : string.Empty)}:{string.Concat(shown)}";
    }

    public static string Cut(string text) => text.Length > MaxLength ? text[..MaxLength] + "…" : text;
}
