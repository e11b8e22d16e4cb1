using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RoomSockets;

/// <summary>The content of one message: text (UTF-8) or binary. A string converts by itself.</summary>
public readonly struct MessageData
{
    private MessageData(ReadOnlyMemory<byte> bytes, bool isBinary, bool isJson = false)
    {
        Bytes = bytes;
        IsBinary = isBinary;
        IsJson = isJson;
    }

    /// <summary>The bytes; of text, its UTF-8.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>True for binary, false for text.</summary>
    public bool IsBinary { get; }

    /// <summary>True for text that is a JSON value: members that speak <c>roomsockets.v1.json</c> get the value, raw ones its text.</summary>
    public bool IsJson { get; }

    /// <summary>Text. A lone surrogate becomes U+FFFD, as it cannot travel in UTF-8.</summary>
    public static MessageData Text(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new MessageData(Encoding.UTF8.GetBytes(text), isBinary: false);
    }

    /// <summary>Text that is UTF-8 already. The bytes must not change until the send has completed.</summary>
    /// <exception cref="ArgumentException">The bytes are not UTF-8.</exception>
    public static MessageData Utf8(ReadOnlyMemory<byte> utf8) => System.Text.Unicode.Utf8.IsValid(utf8.Span)
        ? new MessageData(utf8, isBinary: false)
        : throw new ArgumentException("The bytes are not UTF-8, and a text message must be (RFC 6455, section 5.6). Send them as MessageData.Binary.", nameof(utf8));

    /// <summary>Binary. The bytes must not change until the send has completed.</summary>
    public static MessageData Binary(ReadOnlyMemory<byte> bytes) => new(bytes, isBinary: true);

    /// <summary>A value as compact JSON, see <see cref="IsJson"/>.</summary>
    /// <param name="value">The value.</param>
    /// <param name="typeInfo">How to write it, from a source-generated <c>JsonSerializerContext</c>.</param>
    public static MessageData Json<T>(T value, JsonTypeInfo<T> typeInfo) =>
        new(JsonSpace.Remove(JsonSerializer.SerializeToUtf8Bytes(value, typeInfo)), isBinary: false, isJson: true);

    /// <summary>Text, as <see cref="Text"/>.</summary>
    public static implicit operator MessageData(string text) => Text(text);

    /// <summary>Text, as <see cref="Text"/>.</summary>
    public static MessageData FromString(string text) => Text(text);

    /// <summary>A JSON value that was checked while it was read, in its shortest form.</summary>
    internal static MessageData CompactJson(ReadOnlyMemory<byte> utf8) => new(utf8, isBinary: false, isJson: true);

    /// <summary>What a client sent: its text was validated while it was read.</summary>
    internal static MessageData Received(ReadOnlyMemory<byte> bytes, bool isBinary) => new(bytes, isBinary);
}
