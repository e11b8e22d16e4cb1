using System.Text;
using System.Text.Json;

namespace RoomSockets.Testing;

/// <summary>One whole message that a server sent.</summary>
/// <param name="data">Its bytes.</param>
/// <param name="isBinary">Whether it came as binary.</param>
public sealed class TestMessage(ReadOnlyMemory<byte> data, bool isBinary)
{
    private JsonElement? _json;

    /// <summary>Its bytes.</summary>
    public ReadOnlyMemory<byte> Data { get; } = data;

    /// <summary>Whether it came as binary rather than as text.</summary>
    public bool IsBinary { get; } = isBinary;

    /// <summary>Its text; binary data as hexadecimal digits.</summary>
    public string Text => IsBinary ? Convert.ToHexString(Data.Span) : Encoding.UTF8.GetString(Data.Span);

    /// <summary>The JSON that it is.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public JsonElement Json => _json ??= Parse(Data);

    /// <summary>What kind of frame of <c>roomsockets.v1.json</c> it is (<c>welcome</c>, <c>message</c>, …); null for what is none.</summary>
    public string? Type => !IsBinary && Data.Length > 0 && Data.Span[0] == '{' ? ReadType() : null;

    /// <inheritdoc cref="Text"/>
    public override string ToString() => Text;

    private string? ReadType()
    {
        try
        {
            return Json.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8);
        return document.RootElement.Clone();
    }
}
