using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RoomSockets.Client;

/// <summary>A JSON value on its way out. A string converts by itself, and so does a <see cref="JsonElement"/>.</summary>
public sealed class JsonData
{
    private JsonData(byte[] utf8) => Utf8 = utf8;

    /// <summary>The value as it travels.</summary>
    internal byte[] Utf8 { get; }

    /// <summary>A JSON string.</summary>
    /// <param name="text">The text. Lone surrogates travel as U+FFFD.</param>
    public static JsonData FromString(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new JsonData(FrameWriter.Write(writer => writer.WriteStringValue(text)));
    }

    /// <summary>Any JSON value that is at hand as an element.</summary>
    /// <param name="element">The value.</param>
    /// <exception cref="InvalidOperationException">The element is undefined.</exception>
    public static JsonData FromJsonElement(JsonElement element) => new(FrameWriter.Write(element.WriteTo));

    /// <summary>Any value of yours, without reflection.</summary>
    /// <param name="value">The value.</param>
    /// <param name="type">How to write it, from a source-generated context.</param>
    public static JsonData From<T>(T value, JsonTypeInfo<T> type) => new(JsonSerializer.SerializeToUtf8Bytes(value, type));

    /// <inheritdoc cref="FromString"/>
    public static implicit operator JsonData(string text) => FromString(text);

    /// <inheritdoc cref="FromJsonElement"/>
    public static implicit operator JsonData(JsonElement element) => FromJsonElement(element);

    internal static string TextOf(JsonElement data) => data.ValueKind switch
    {
        JsonValueKind.Undefined => string.Empty,
        JsonValueKind.String => data.GetString()!,
        _ => data.GetRawText(),
    };
}
