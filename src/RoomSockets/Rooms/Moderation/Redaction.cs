using System.Text.Json;

namespace RoomSockets;

/// <summary>A message that says something else from now on, or nothing any more.</summary>
/// <param name="Offset">Its place.</param>
/// <param name="Data">What it says now, in memory of its own; null for a deleted one.</param>
internal sealed record Redaction(long Offset, MessageData? Data)
{
    /// <summary>Whose message it is, for filters that want to know; null for nobody.</summary>
    public UserRef? From { get; init; }

    /// <summary>The item of the message as it is from now on. What was deleted stays so.</summary>
    /// <param name="item">As it was.</param>
    public byte[] ApplyTo(byte[] item)
    {
        using var old = JsonDocument.Parse(item);
        using var text = JsonText.Rent();
        if (Data is not { } data) MessageItem.WriteDeleted(text.Writer, Offset);
        else if (old.RootElement.TryGetProperty("deleted"u8, out _)) return item;
        else Rewrite(text.Writer, old.RootElement, data);
        return text.Utf8.ToArray();
    }

    /// <summary>The place of an item that <see cref="MessageItem"/> wrote.</summary>
    public static long OffsetOf(byte[] item)
    {
        var json = new Utf8JsonReader(item);
        json.Read();
        json.Read();
        return json.Read() ? json.GetInt64() : 0;
    }

    /// <summary>Who said what the item says; null for nobody.</summary>
    public static UserRef? SenderOf(byte[] item)
    {
        using var json = JsonDocument.Parse(item);
        return json.RootElement.TryGetProperty("from"u8, out var from) && from.ValueKind == JsonValueKind.Object
            ? new UserRef(from.GetProperty("id"u8).GetString()!, from.GetProperty("name"u8).GetString())
            : null;
    }

    public static bool IsDeleted(byte[] item)
    {
        using var json = JsonDocument.Parse(item);
        return json.RootElement.TryGetProperty("deleted"u8, out _);
    }

    private static void Rewrite(Utf8JsonWriter json, JsonElement old, MessageData data)
    {
        json.WriteStartObject();
        foreach (var property in old.EnumerateObject())
        {
            if (property.NameEquals("data"u8)) MessageItem.WriteData(json, data.Bytes.Span, data.IsJson);
            else property.WriteTo(json);
        }

        json.WriteEndObject();
    }
}
