using System.Text;

namespace RoomSockets.Tests;

/// <summary>Whatever a stranger sends is a frame, or an error with a code; never an exception.</summary>
public sealed class ClientFrameReaderFuzzTests
{
    private const int Frames = 20_000;

    private static readonly string[] Types = ["join", "leave", "publish", "signal", "direct", "status", "history", "auth", "ping", "welcome", "", "\\ud800", "x"];

    private static readonly string[] Names =
    [
        "type", "id", "room", "to", "data", "key", "echo", "since", "history", "presence", "name", "status", "token", "before", "after", "limit",
        "__proto__", "constructor", "\\u0072oom", "\\ud800", "\\ud800ffset", "off\\udc00et", "epo\\ud800h", "\\u006fffset", "offset", "epoch", "",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-0", "1", "-1", "1.5", "1e400", "9223372036854775807", "9223372036854775808", "\"\"", "\"r\"", "\"\\u0000\"", "\"\\u0001x\"", "\"\\ud800\"", "\"\\udc00\"",
        "\"\\ud83d\\ude00\"", "\"__proto__\"", "[]", "{}", "[[[[]]]]", "{\"a\":{\"\\ud800\":[]}}", "{\"offset\":1,\"epoch\":\"x\"}", "{\"\\ud800ffset\":1,\"epoch\":\"x\"}", "{\"offset\":1,\"epo\\udc00h\":2}",
    ];

    [Fact]
    public void Read_FramesOfHostileParts_NeverThrows()
    {
        var random = new Chance(4);
        for (var i = 0; i < Frames; i++)
        {
            var text = Write(random);
            var bytes = Encoding.UTF8.GetBytes(text);
            if (random.Next(3) == 0) Spoil(bytes, random);
            Check(bytes, text);
        }
    }

    [Fact]
    public void Read_EveryBeginningOfAFrame_NeverThrows()
    {
        var frame = Encoding.UTF8.GetBytes("""{"type":"join","id":"\u00e4","room":"r","since":{"offset":41,"epoch":"\ud83d\ude00"},"history":5,"data":[1,{"a":"\\"}],"presence":true}""");
        for (var length = 0; length <= frame.Length; length++) Check(frame[..length], $"the first {length} bytes");
    }

    private static void Check(byte[] bytes, string text)
    {
        var error = ClientFrameReader.Read(bytes, new RoomSockets.ClientFrame());
        if (error is null) return;
        error.Code.Should().BeOneOf(["bad_json", "bad_frame", "unknown_type", "invalid"], text);
        if (error.Code == "invalid") error.Field.Should().NotBeNull(text);
    }

    private static string Write(Chance random)
    {
        var text = new StringBuilder("{");
        var fields = random.Next(7);
        if (random.Next(4) > 0) text.Append("\"type\":\"").Append(random.Of(Types)).Append("\",");
        for (var i = 0; i < fields; i++) text.Append('"').Append(random.Of(Names)).Append("\":").Append(WriteValue(random, 3)).Append(',');
        if (text[^1] == ',') text.Length--;
        return text.Append('}').ToString();
    }

    private static string WriteValue(Chance random, int depth)
    {
        if (depth == 0 || random.Next(3) > 0) return random.Of(Values);
        var parts = Enumerable.Range(0, random.Next(4)).ToList();
        return random.Next(2) == 0
            ? $"[{string.Join(',', parts.Select(_ => WriteValue(random, depth - 1)))}]"
            : $"{{{string.Join(',', parts.Select(_ => $"\"{random.Of(Names)}\":{WriteValue(random, depth - 1)}"))}}}";
    }

    private static void Spoil(byte[] bytes, Chance random)
    {
        for (var i = random.Next(3); i >= 0; i--) bytes[random.Next(bytes.Length)] = (byte)random.Next(128);
    }

    /// <summary>The same in each run.</summary>
    private sealed class Chance(int seed)
    {
#pragma warning disable CA5394 // Nothing is kept secret here.
        private readonly Random _random = new(seed);

        public int Next(int below) => _random.Next(below);

        public string Of(string[] choices) => choices[_random.Next(choices.Length)];
#pragma warning restore CA5394
    }
}
