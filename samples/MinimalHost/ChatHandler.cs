using System.Text.Json;
using RoomSockets;

namespace MinimalHost;

/// <summary>Publishes text to the room; <c>{"message":"…"}</c>, as some clients send it, is unwrapped first.</summary>
internal sealed class ChatHandler : RoomHandler
{
    public override async ValueTask OnMessageAsync(MessageContext message)
    {
        if (Connection.Request.IsRaw && message.IsText && Unwrap(message.Data.Bytes) is { } text) await message.PublishAsync(text);
        else await message.RelayAsync();
    }

    /// <summary>The text in an object whose only property is a string <c>message</c>; null for everything else.</summary>
    private static string? Unwrap(ReadOnlyMemory<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8.Span);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
            if (!reader.Read() || !reader.ValueTextEquals("message"u8)) return null;
            if (!reader.Read() || reader.TokenType != JsonTokenType.String) return null;
            var text = reader.GetString();
            return reader.Read() && reader.TokenType == JsonTokenType.EndObject && !reader.Read() ? text : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null; // ordinary text that only looks like JSON
        }
    }
}
