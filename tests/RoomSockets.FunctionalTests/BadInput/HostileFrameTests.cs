using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.V1;

namespace RoomSockets.FunctionalTests.BadInput;

/// <summary>Frames of the sub-protocol that are no such frames: each has its code, and the connection lives.</summary>
public sealed class HostileFrameTests
{
    public static TheoryData<string, string, string?> Frames => new()
    {
        { "33 levels", $$"""{"type":"publish","room":"r","data":{{Nested(32)}}}""", "bad_json" },
        { "30,000 levels", $$"""{"type":"publish","room":"r","data":{{Nested(30_000)}}}""", "bad_json" },
        { "30,000 levels that never end", $$"""{"type":"publish","room":"r","data":{{new string('[', 30_000)}}""", "bad_json" },
        { "objects without end", string.Concat(Enumerable.Repeat("{\"a\":", 12_000)), "bad_json" },
        { "a number of 60,000 digits", $$"""{"type":"join","room":"r","history":1{{new string('0', 60_000)}}}""", "invalid" },
        { "an id of 60,000 digits", $$"""{"type":"ping","id":{{new string('9', 60_000)}}}""", "bad_frame" },
        { "a number beyond all", """{"type":"join","room":"r","history":1e999999999}""", "invalid" },
        { "a fraction", """{"type":"join","room":"r","history":1.5}""", "invalid" },
        { "2^63", """{"type":"history","room":"r","before":9223372036854775808}""", "invalid" },
        { "below zero", """{"type":"history","room":"r","after":-1}""", "invalid" },
        { "an offset below zero", """{"type":"join","room":"r","since":{"offset":-1,"epoch":"x"}}""", "invalid" },
        { "an offset of 2^63", """{"type":"join","room":"r","since":{"offset":9223372036854775808,"epoch":"x"}}""", "invalid" },
        { "the same key twice", """{"type":"join","room":"r","room":"q"}""", "bad_frame" },
        { "the type twice", """{"type":"ping","type":"leave","room":"r"}""", "bad_frame" },
        { "a lone surrogate in a room", """{"type":"join","room":"\ud800"}""", "invalid" },
        { "a lone surrogate in a key", """{"type":"publish","room":"r","data":1,"key":"\udc00"}""", "invalid" },
        { "a lone surrogate in data", """{"type":"publish","room":"r","data":["\ud83d"]}""", "invalid" },
        { "U+FFFE in a room to join", """{"type":"join","room":"a\ufffeb"}""", "bad_room_name" },
        { "U+FFFE in a room to leave", """{"type":"leave","room":"a\ufffeb"}""", "bad_room_name" },
        { "U+FFFE in a room to publish to", """{"type":"publish","room":"a\ufffeb","data":1}""", "not_joined" },
        { "U+FFFE in a room of a signal", """{"type":"signal","room":"\ufffe","name":"x"}""", "not_joined" },
        { "U+FFFE in a room of history", """{"type":"history","room":"\ufffe"}""", "not_joined" },
        { "U+FFFE as a user", """{"type":"direct","to":"\ufffe","data":1}""", null },
        { "U+FFFE as data", """{"type":"publish","room":"r","data":"\ufffe\uffff"}""", null },
        { "__proto__ as a field", """{"__proto__":{"type":"leave"},"constructor":1,"type":"ping"}""", null },
        { "__proto__ everywhere", """{"type":"publish","room":"r","key":"__proto__","data":{"__proto__":{"toString":1}}}""", null },
        { "__proto__ as a signal", """{"type":"signal","room":"r","name":"__proto__","data":1}""", null },
        { "__proto__ as a status", """{"type":"status","status":"__proto__"}""", null },
        { "5,000 unknown fields", $$"""{{{string.Concat(Enumerable.Range(0, 5000).Select(static i => $"\"f{i}\":0,"))}}"type":"ping"}""", null },
        { "white space alone", new string(' ', 60_000), "bad_json" },
        { "a byte order mark", "\uFEFF{\"type\":\"ping\"}", "bad_json" },
        { "two values", """{"type":"ping"}{"type":"ping"}""", "bad_json" },
        { "a comment", """{"type":"ping"/* */}""", "bad_json" },
    };

    [Theory]
    [MemberData(nameof(Frames))]
    public async Task Frame_ThatIsHostile_HasItsCodeAndTheConnectionLives(string what, string frame, string? code)
    {
        await using var app = await V1App.StartAsync(static rooms => rooms.AddMemoryStore());
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("r");
        await ann.SendAllAsync([frame, """{"type":"ping","id":"alive"}"""]);

        var answers = new List<JsonObject>();
        while (answers.Count == 0 || answers[^1]["id"]?.ToString() != "alive") answers.Add(await ann.ReadAsync());

        answers.Where(static answer => answer.Type() == "error").Select(static answer => answer.Code()).Should().Equal(code is null ? [] : [code], what);
    }

    [Theory]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public async Task Data_AsLargeAsAMessageMayBe_IsStoredAndComesBack(int bytes)
    {
        await using var app = await V1App.StartAsync(static rooms => rooms.AddMemoryStore());
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("r");
        const string head = """{"type":"publish","id":1,"room":"r","data":[""";
        // Control characters grow to six bytes each where the server has to write them.
        var frame = head + string.Join(',', Enumerable.Repeat("\"\\u0001\"", (bytes - head.Length - 2) / 9));
        frame = frame.PadRight(bytes - 2) + "]}";
        Encoding.UTF8.GetByteCount(frame).Should().Be(bytes);

        await ann.SendAsync(frame);

        var message = await ann.ReadAsync("message");
        await ann.ReadAsync("ack");
        await ann.SendAsync("""{"type":"history","id":2,"room":"r"}""");
        (await ann.ReadAsync("history"))["messages"]![0]!["data"]!.ToJsonString().Should().Be(message["data"]!.ToJsonString());
    }

    private static string Nested(int levels) => new string('[', levels) + new string(']', levels);
}
