using System.Runtime.InteropServices;
using System.Text.Json;

namespace RoomSockets;

/// <summary>Reads messages back from the JSON that members were written, and writes them with other data. Pure.</summary>
internal static class MessageJson
{
    /// <summary>What an item of <c>joined</c> or <c>history</c> says; null for one that was deleted.</summary>
    public static OutboundMessage? ReadItem(byte[] item, string? room, MessageKind kind)
    {
        using var json = JsonDocument.Parse(item);
        return Read(json.RootElement, room, kind, name: null);
    }

    /// <summary>What a frame says that is no numbered message: a signal, a notice, or a message that was changed; null for all others, which are the server's own.</summary>
    public static OutboundMessage? ReadFrame(byte[] frame, string room, bool isSignal)
    {
        using var json = JsonDocument.Parse(frame);
        var root = json.RootElement;
        if (root.GetProperty("type"u8).ValueEquals("redacted"u8)) return Read(root, room, MessageKind.Message, name: null);
        if (!root.GetProperty("type"u8).ValueEquals("signal"u8)) return null;
        if (!isSignal) return Read(root, room, MessageKind.Message, name: null);
        // A signal may say nothing.
        return Read(root, room, MessageKind.Signal, root.GetProperty("name"u8).GetString()) ?? Describe(root, room, MessageKind.Signal, default, root.GetProperty("name"u8).GetString());
    }

    /// <summary>The same object with other data.</summary>
    public static byte[] Replace(ReadOnlySpan<byte> message, in MessageData data)
    {
        using var json = JsonDocument.Parse(message.ToArray());
        using var text = JsonText.Rent();
        text.Writer.WriteStartObject();
        var isWritten = false;
        foreach (var property in json.RootElement.EnumerateObject())
        {
            if (property.NameEquals("data"u8))
            {
                MessageItem.WriteData(text.Writer, data.Bytes.Span, data.IsJson);
                isWritten = true;
                continue;
            }

            text.Writer.WritePropertyName(property.Name);
            text.Writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(property.Value), skipInputValidation: true);
        }

        if (!isWritten) MessageItem.WriteData(text.Writer, data.Bytes.Span, data.IsJson);
        text.Writer.WriteEndObject();
        return text.Utf8.ToArray();
    }

    /// <summary>The place of a message that its reader does not get.</summary>
    public static byte[] Deleted(long offset)
    {
        using var text = JsonText.Rent();
        text.Writer.WriteStartObject();
        text.Writer.WriteNumber("offset"u8, offset);
        text.Writer.WriteBoolean("deleted"u8, true);
        text.Writer.WriteEndObject();
        return text.Utf8.ToArray();
    }

    private static OutboundMessage? Read(JsonElement root, string? room, MessageKind kind, string? name)
    {
        if (!root.TryGetProperty("data"u8, out var value)) return null;
        var data = value.ValueKind == JsonValueKind.String ? MessageData.Text(value.GetString()!) : MessageData.CompactJson(JsonMarshal.GetRawUtf8Value(value).ToArray());
        return Describe(root, room, kind, data, name);
    }

    private static OutboundMessage Describe(JsonElement root, string? room, MessageKind kind, MessageData data, string? name)
    {
        string? id = null, senderName = null;
        if (root.TryGetProperty("from"u8, out var from) && from.ValueKind == JsonValueKind.Object) (id, senderName) = (from.GetProperty("id"u8).GetString(), from.GetProperty("name"u8).GetString());
        var offset = root.TryGetProperty("offset"u8, out var place) ? place.GetInt64() : 0;
        return new OutboundMessage(room, kind, data, id, senderName, offset, name);
    }
}
