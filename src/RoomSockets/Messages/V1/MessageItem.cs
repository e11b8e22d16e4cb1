using System.Globalization;
using System.Text.Json;

namespace RoomSockets;

/// <summary>A numbered message as JSON: an item of <c>joined</c> and <c>history</c>, and behind a beginning of its own a frame. Pure.</summary>
internal static class MessageItem
{
    /// <summary>Writes the item.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="offset">Its place.</param>
    /// <param name="from">The sender; null for nobody.</param>
    /// <param name="key">The sender's key; null for none.</param>
    /// <param name="content">UTF-8: the text itself, or JSON.</param>
    /// <param name="isJson">Whether the content is JSON.</param>
    /// <param name="at">When it was taken.</param>
    public static void Write(Utf8JsonWriter json, long offset, UserRef? from, string? key, ReadOnlySpan<byte> content, bool isJson, DateTimeOffset at)
    {
        json.WriteStartObject();
        json.WriteNumber("offset"u8, offset);
        ServerFrames.WriteUser(json, "from"u8, from);
        if (key is not null) json.WriteString("key"u8, key);
        WriteData(json, content, isJson);
        WriteTime(json, "at"u8, at);
        json.WriteEndObject();
    }

    /// <summary>Writes the item of a message that was deleted: it keeps its place, and nothing else.</summary>
    public static void WriteDeleted(Utf8JsonWriter json, long offset)
    {
        json.WriteStartObject();
        json.WriteNumber("offset"u8, offset);
        json.WriteBoolean("deleted"u8, true);
        json.WriteEndObject();
    }

    public static void WriteData(Utf8JsonWriter json, ReadOnlySpan<byte> content, bool isJson)
    {
        json.WritePropertyName("data"u8);
        if (isJson) json.WriteRawValue(content, skipInputValidation: true);
        else json.WriteStringValue(content);
    }

    public static void WriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset at)
    {
        Span<byte> text = stackalloc byte[24];
        at.UtcDateTime.TryFormat(text, out var length, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        json.WriteString(name, text[..length]);
    }

    /// <summary>The beginning of a frame whose rest is the item without its opening brace.</summary>
    public static byte[] Beginning(ReadOnlySpan<byte> type, ReadOnlySpan<byte> field, string value)
    {
        using var text = JsonText.Rent();
        ServerFrames.Begin(text.Writer, type);
        text.Writer.WriteString(field, value);
        text.Writer.WriteEndObject();
        var bytes = text.Utf8.ToArray();
        bytes[^1] = (byte)',';
        return bytes;
    }
}
