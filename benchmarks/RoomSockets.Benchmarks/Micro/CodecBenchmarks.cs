using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;

namespace RoomSockets.Benchmarks.Micro;

/// <summary>The sub-protocol: a published message in, the message for the members out.</summary>
public class CodecBenchmarks
{
    private readonly ClientFrame _frame = new();
    private readonly DateTimeOffset _at = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private readonly UserRef _from = new("42", "Ann");
    private byte[] _text = [];
    private byte[] _textWithKey = [];
    private byte[] _value = [];
    private byte[] _content = [];

    [Params(64, 1024)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var content = new string('x', Bytes);
        _content = Encoding.UTF8.GetBytes(content);
        _text = Encoding.UTF8.GetBytes($"{{\"type\":\"publish\",\"room\":\"lobby\",\"data\":\"{content}\"}}");
        _textWithKey = Encoding.UTF8.GetBytes($"{{\"type\":\"publish\",\"id\":17,\"room\":\"lobby\",\"key\":\"01JZ5Y0K3W8Q4T6V9XABCDEFGH\",\"data\":\"{content}\"}}");
        _value = Encoding.UTF8.GetBytes($"{{\"type\":\"publish\",\"room\":\"lobby\",\"data\":{{\"kind\":\"note\",\"text\":\"{content}\"}}}}");
    }

    [Benchmark]
    public int ReadPublish() => Read(_text);

    [Benchmark]
    public int ReadPublishWithIdAndKey() => Read(_textWithKey);

    [Benchmark]
    public int ReadPublishOfAnObject() => Read(_value);

    /// <summary>What all members of the sub-protocol get, written once for each message.</summary>
    [Benchmark]
    public int WriteMessage()
    {
        using var text = JsonText.Rent();
        MessageItem.Write(text.Writer, 123_456, _from, key: null, _content, isJson: false, _at);
        return text.Utf8.Length;
    }

    /// <summary>The same through a serializer of plain objects, for comparison.</summary>
    [Benchmark]
    public int SerializeMessage() =>
        JsonSerializer.SerializeToUtf8Bytes(new { type = "message", room = "lobby", offset = 123_456, from = new { id = "42", name = "Ann" }, data = Encoding.UTF8.GetString(_content), at = _at }).Length;

    private int Read(byte[] frame) =>
        ClientFrameReader.Read(frame, _frame) is { } error ? throw new InvalidOperationException(error.Message) : _frame.Data!.Value.Bytes.Length;
}
