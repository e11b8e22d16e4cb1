using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RoomSockets;

/// <summary>A piece of JSON that is being written; the memory is used again by the same thread after <see cref="Dispose"/>.</summary>
internal sealed class JsonText : IDisposable
{
    private const int MaxKept = 256 * 1024;

    [ThreadStatic]
    private static JsonText? _free;

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);

    private JsonText() => Writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions
    {
        // What is written here is never part of a page, so nothing but JSON's own characters needs an escape. We write it, so we know its form.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    });

    public Utf8JsonWriter Writer { get; }

    /// <summary>What was written; valid until <see cref="Dispose"/>.</summary>
    public ReadOnlyMemory<byte> Utf8
    {
        get
        {
            Writer.Flush();
            return _buffer.WrittenMemory;
        }
    }

    public static JsonText Rent()
    {
        var text = _free ?? new JsonText();
        _free = null;
        return text;
    }

    public void Dispose()
    {
        if (_buffer.Capacity > MaxKept)
        {
            Writer.Dispose();
            return;
        }

        _buffer.ResetWrittenCount();
        Writer.Reset();
        _free = this;
    }
}
