using System.Globalization;
using System.Text;

namespace RoomSockets.FunctionalTests.BadInput;

/// <summary>Hostile bytes of all kinds, the same in each run of the same seed. Pure.</summary>
#pragma warning disable CA5394 // Nothing is kept secret here.
internal sealed class Fuzz(int seed)
{
    private readonly Random _random = new(seed);

    private static readonly string[] Valid =
    [
        """{"type":"join","id":1,"room":"r","since":{"offset":1,"epoch":"x"},"history":5,"presence":true}""",
        """{"type":"leave","id":"a","room":"r"}""",
        """{"type":"publish","id":2,"room":"r","key":"k","data":{"a":[1,"\ud83d\ude00",null]},"echo":false}""",
        """{"type":"signal","room":"r","name":"typing","data":true}""",
        """{"type":"direct","id":3,"to":"bob","key":"k","data":"psst"}""",
        """{"type":"status","id":4,"status":"away"}""",
        """{"type":"history","id":5,"room":"r","before":42,"limit":50}""",
        """{"type":"history","id":6,"to":"bob","after":0}""",
        """{"type":"auth","id":7,"token":"eve"}""",
        """{"type":"ping","id":8}""",
    ];

    private static readonly string[] Names =
    [
        "type", "id", "room", "to", "data", "key", "echo", "since", "history", "presence", "name", "status", "token", "before", "after", "limit",
        "__proto__", "constructor", "toString", "\\u0072oom", "\\ud800", "offset", "epoch", "", "x",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1", "1.5", "-0", "1e400", "200", "9007199254740993", "9223372036854775807", "9223372036854775808", "\"\"", "\"r\"", "\"\\u0000\"",
        "\"\\u0001x\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\ufffe\"", "\"a\\u200bb\"", "\"..\"", "\"a/../b\"", "\"__proto__\"", "[]", "{}", "[[[[[[]]]]]]",
        "{\"offset\":1,\"epoch\":\"x\"}", "{\"offset\":-1,\"epoch\":\"\"}", "{\"offset\":9223372036854775807,\"epoch\":\"x\"}", "\"\\ud83d\\ude00\"", "\"bob\"", "\"user:1\"", "\"notice\"", "\"bad\"",
    ];

    /// <summary>Frames with all their fields, each with a value that is right.</summary>
    private static readonly (string Type, (string Name, string Value)[] Fields)[] Shapes =
    [
        ("join", [("room", "\"r\""), ("history", "5"), ("since", "{\"offset\":1,\"epoch\":\"x\"}"), ("presence", "true")]),
        ("leave", [("room", "\"r\"")]),
        ("publish", [("room", "\"r\""), ("data", "1"), ("key", "\"k\""), ("echo", "true")]),
        ("signal", [("room", "\"r\""), ("name", "\"typing\""), ("data", "true")]),
        ("direct", [("to", "\"bob\""), ("data", "1"), ("key", "\"k\"")]),
        ("history", [("room", "\"r\""), ("limit", "5")]),
        ("history", [("to", "\"bob\""), ("before", "7")]),
        ("status", [("status", "\"away\"")]),
        ("auth", [("token", "\"eve\"")]),
    ];

    private static readonly string[] Types = ["join", "leave", "publish", "signal", "direct", "status", "history", "auth", "ping", "welcome", "message", "joined", "ack", "bye", "", "JOIN", "\\u006aoin"];

    /// <summary>One frame of the sub-protocol, or what looks like one: text that breaks no rule of WebSocket unless <paramref name="mayBreak"/>.</summary>
    public byte[] NextMessage(bool mayBreak)
    {
        var text = _random.Next(6) switch
        {
            0 => Pick(Valid),
            1 => Mutate(Pick(Valid)),
            2 => Compose(),
            3 => Nest(),
            _ => Twist(),
        };
        var bytes = Encoding.UTF8.GetBytes(text);
        if (mayBreak && _random.Next(8) == 0) bytes = bytes[.._random.Next(bytes.Length)];
        if (mayBreak && _random.Next(8) == 0 && bytes.Length > 0) bytes[_random.Next(bytes.Length)] = (byte)_random.Next(256);
        return bytes;
    }

    /// <summary>Bytes for the wire: mostly well-formed frames of hostile messages, else frames that break RFC 6455 in some way.</summary>
    public byte[] NextFrame()
    {
        var payload = NextMessage(mayBreak: true);
        return _random.Next(12) switch
        {
            < 5 => RawClient.Frame(1, payload),
            5 => Cut(payload),
            6 => RawClient.Frame(_random.Next(16), Some(payload), _random.Next(4) > 0, _random.Next(8), _random.Next(8) > 0),
            7 => RawClient.Frame(2, payload),
            8 => RawClient.Frame(_random.Next(2) == 0 ? 9 : 10, payload.AsSpan(0, Math.Min(payload.Length, 120 + _random.Next(10)))),
            9 => Spoil(RawClient.Frame(1, payload)),
            10 => Lie(),
            _ => Close(),
        };
    }

    public bool OneIn(int many) => _random.Next(many) == 0;

    public int Next(int below) => _random.Next(below);

    private string Mutate(string text)
    {
        var changed = new StringBuilder(text);
        for (var i = _random.Next(4); i >= 0; i--)
        {
            var at = _random.Next(changed.Length);
            if (_random.Next(3) == 0) changed.Remove(at, Math.Min(_random.Next(1, 6), changed.Length - at));
            else if (_random.Next(2) == 0) changed.Insert(at, Pick(Values));
            else changed[at] = (char)_random.Next(1, 0x250);
            if (changed.Length == 0) return string.Empty;
        }

        return changed.ToString();
    }

    /// <summary>A frame that is right but for one field or so: it gets as far as that one is looked at.</summary>
    private string Twist()
    {
        var (type, fields) = Shapes[_random.Next(Shapes.Length)];
        var text = new StringBuilder("{\"type\":\"").Append(type).Append("\",\"id\":1");
        foreach (var (name, value) in fields) text.Append(",\"").Append(name).Append("\":").Append(_random.Next(3) == 0 ? Pick(Values) : name == "room" ? Room() : value);
        return text.Append('}').ToString();
    }

    /// <summary>The room where the others are, or one of many.</summary>
    private string Room() => _random.Next(2) == 0 ? "\"r\"" : string.Create(CultureInfo.InvariantCulture, $"\"room {_random.Next(2000)}\"");

    private string Compose()
    {
        var text = new StringBuilder("{\"type\":\"").Append(Pick(Types)).Append('"');
        for (var i = _random.Next(6); i > 0; i--) text.Append(",\"").Append(Pick(Names)).Append("\":").Append(Value(3));
        return text.Append('}').ToString();
    }

    private string Value(int depth)
    {
        if (depth == 0 || _random.Next(3) > 0) return Pick(Values);
        return _random.Next(2) == 0 ? $"[{Value(depth - 1)},{Value(depth - 1)}]" : $"{{\"{Pick(Names)}\":{Value(depth - 1)},\"{Pick(Names)}\":{Value(depth - 1)}}}";
    }

    private string Nest()
    {
        var depth = _random.Next(1, 60);
        return string.Create(CultureInfo.InvariantCulture, $$"""{"type":"publish","id":{{depth}},"room":"r","data":{{new string('[', depth)}}{{new string(']', depth)}}}""");
    }

    /// <summary>In fragments, now and then with a ping between them, now and then without an end.</summary>
    private byte[] Cut(byte[] payload)
    {
        using var frames = new MemoryStream();
        var at = 0;
        for (var first = true; first || at < payload.Length; first = false)
        {
            var count = Math.Min(_random.Next(20), payload.Length - at);
            frames.Write(RawClient.Frame(first ? 1 : 0, payload.AsSpan(at, count), final: at + count == payload.Length && _random.Next(20) > 0));
            if (_random.Next(6) == 0) frames.Write(RawClient.Frame(9, "between"u8));
            at += count;
        }

        return frames.ToArray();
    }

    private byte[] Spoil(byte[] frame)
    {
        frame[_random.Next(Math.Min(frame.Length, 16))] ^= (byte)(1 << _random.Next(8));
        return frame;
    }

    /// <summary>A header that announces what never comes, or is not written as it has to be.</summary>
    private byte[] Lie()
    {
        var header = new byte[14];
        _random.NextBytes(header);
        (header[0], header[1]) = ((byte)(0x80 | _random.Next(3)), (byte)(0x80 | (126 + _random.Next(2))));
        if (_random.Next(2) == 0) Array.Clear(header, 2, _random.Next(8));
        return header;
    }

    private byte[] Close()
    {
        var payload = new byte[_random.Next(130)];
        _random.NextBytes(payload);
        if (payload.Length > 1) (payload[0], payload[1]) = ((byte)_random.Next(2, 20), (byte)_random.Next(256));
        return RawClient.Frame(8, payload);
    }

    private byte[] Some(byte[] payload) => payload[.._random.Next(Math.Min(payload.Length, 130) + 1)];

    private string Pick(string[] choices) => choices[_random.Next(choices.Length)];
}
#pragma warning restore CA5394
