using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RoomSockets.Client;

/// <summary>Reads frames of the server. Pure. What is unknown or malformed is null: a newer server may say more than this client knows.</summary>
internal static class FrameReader
{
    public static ServerFrame? Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return TypeOf(ReadType(utf8)) is { } type ? (ServerFrame?)JsonSerializer.Deserialize(utf8, type) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? ReadType(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            reader.Read();
            if (isType) return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            reader.Skip();
        }

        return null;
    }

    private static JsonTypeInfo? TypeOf(string? type) => type switch
    {
        "message" => FrameContext.Default.MessageFrame,
        "skip" => FrameContext.Default.SkipFrame,
        "ack" => FrameContext.Default.AckFrame,
        "signal" => FrameContext.Default.SignalFrame,
        "presence" => FrameContext.Default.PresenceFrame,
        "joined" => FrameContext.Default.JoinedFrame,
        "left" => FrameContext.Default.LeftFrame,
        "gap" => FrameContext.Default.GapFrame,
        "redacted" => FrameContext.Default.RedactedFrame,
        "direct" => FrameContext.Default.DirectFrame,
        "history" => FrameContext.Default.HistoryFrame,
        "error" => FrameContext.Default.ErrorFrame,
        "welcome" => FrameContext.Default.WelcomeFrame,
        "bye" => FrameContext.Default.ByeFrame,
        "pong" => FrameContext.Default.PongFrame,
        _ => null,
    };
}
