using System.Text;

namespace RoomSockets.Tests;

/// <summary>Each field of a client's frame, at its bounds and beyond them.</summary>
public sealed class ClientFrameReaderTests
{
    [Fact]
    public void Read_EveryField_IsTaken()
    {
        var join = Read("""{"type":"join","id":7,"room":"r","since":{"offset":41,"epoch":"x7"},"history":50,"presence":true,"more":[{}]}""");
        (join.Type, Encoding.UTF8.GetString(join.Id.Span), join.Room, join.Since, join.History, join.Presence).Should().Be((ClientFrameType.Join, "7", "r", new Position(41, "x7"), 50, true));
        var publish = Read("""{"data":"hi","echo":false,"key":"k","room":"r","type":"publish","id":"a\"b"}""");
        (publish.Key, publish.Echo, Encoding.UTF8.GetString(publish.Id.Span), publish.Data!.Value.IsJson).Should().Be(("k", false, "\"a\\\"b\"", false));
        Read("""{"type":"publish","room":"r","data":1}""").Echo.Should().BeTrue("it is the default");
        var direct = Read("""{"type":"direct","to":"7","data":null,"key":"k"}""");
        (direct.To, TextOf(direct), direct.Data!.Value.IsJson).Should().Be(("7", "null", true));
        var history = Read("""{"type":"history","to":"7","before":9223372036854775807,"limit":200}""");
        (history.To, history.Before, history.After, history.Limit).Should().Be(("7", long.MaxValue, null, 200));
        Read("""{"type":"auth","token":"t"}""").Token.Should().Be("t");
        Read("""{"type":"status","status":"away"}""").Status.Should().Be("away");
        Read("""{"type":"signal","room":"r","name":"typing"}""").Name.Should().Be("typing");
    }

    [Theory]
    [InlineData("key", 64)]
    [InlineData("to", 256)]
    [InlineData("name", 64)]
    [InlineData("status", 64)]
    [InlineData("epoch", 64)]
    [InlineData("token", 65536)]
    public void Read_TextAtItsBound_IsTakenAndOneMoreIsNot(string field, int max)
    {
        foreach (var letter in new[] { "x", "\\u0041", "ä" })
        {
            Error(FrameWith(field, Repeat(letter, max - 1))).Should().BeNull();
            Error(FrameWith(field, Repeat(letter, max))).Should().BeNull();
            Error(FrameWith(field, Repeat(letter, max + 1)))!.Code.Should().Be("invalid");
        }
    }

    [Theory]
    [InlineData("key")]
    [InlineData("to")]
    [InlineData("name")]
    [InlineData("status")]
    [InlineData("token")]
    public void Read_UnfitText_IsInvalidAndNamesTheField(string field)
    {
        foreach (var value in new[] { "", "\\u0000", "a\\u0000", "\\ud800", "\\udc00\\ud800" })
        {
            var error = Error(FrameWith(field, value))!;
            (error.Code, error.Field).Should().Be(("invalid", field), value);
        }
    }

    [Theory]
    [InlineData("history", 0, 200)]
    [InlineData("limit", 1, 200)]
    public void Read_NumberAtItsBounds_IsTakenAndBeyondIsNot(string field, int min, int max)
    {
        var frame = field == "history" ? """{"type":"join","room":"r","history":%}""" : """{"type":"history","room":"r","limit":%}""";
        Error(frame.Replace("%", $"{min}", StringComparison.Ordinal)).Should().BeNull();
        Error(frame.Replace("%", $"{max}", StringComparison.Ordinal)).Should().BeNull();
        foreach (var value in new[] { $"{min - 1}", $"{max + 1}", "1.5", "1e2", "\"1\"", "null", "true", "[1]", "{\"a\":1}", "99999999999999999999" })
            Error(frame.Replace("%", value, StringComparison.Ordinal))!.Field.Should().Be(field, value);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("-1.5e300", true)]
    [InlineData("\"\"", true)]
    [InlineData("\"a b\"", true)]
    [InlineData("\"\\ud83d\\ude00\"", true)]
    [InlineData("\"\\ud83d\"", false)]
    [InlineData("null", false)]
    [InlineData("true", false)]
    [InlineData("[1]", false)]
    [InlineData("{}", false)]
    public void Read_Id_IsATextOrANumber(string id, bool isFit)
    {
        var frame = Read($$"""{"type":"ping","id":{{id}}}""", out var error);

        (error is null).Should().Be(isFit);
        Encoding.UTF8.GetString(frame.Id.Span).Should().Be(isFit ? id : string.Empty, "it goes back as it came, or not at all");
    }

    [Theory]
    [InlineData(126, true)]
    [InlineData(127, false)]
    public void Read_IdOfManyBytes_IsBounded(int letters, bool isFit) =>
        (Error($$"""{"type":"ping","id":"{{new string('x', letters)}}"}""") is null).Should().Be(isFit);

    [Theory]
    [InlineData("", "bad_json")]
    [InlineData(" ", "bad_json")]
    [InlineData("{", "bad_json")]
    [InlineData("{}x", "bad_json")]
    [InlineData("{\"type\":\"ping\"} {}", "bad_json")]
    [InlineData("{\"type\":\"ping\",}", "bad_json")]
    [InlineData("// hello\n{\"type\":\"ping\"}", "bad_json")]
    [InlineData("[]", "bad_frame")]
    [InlineData("1", "bad_frame")]
    [InlineData("null", "bad_frame")]
    [InlineData("{}", "bad_frame")]
    [InlineData("{\"type\":1}", "bad_frame")]
    [InlineData("{\"type\":[\"ping\"]}", "bad_frame")]
    [InlineData("{\"type\":\"ping\",\"type\":\"ping\"}", "bad_frame")]
    [InlineData("{\"type\":\"ping\",\"id\":1,\"id\":2}", "bad_frame")]
    [InlineData("{\"type\":\"welcome\"}", "unknown_type")]
    [InlineData("{\"type\":\"Ping\"}", "unknown_type")]
    [InlineData("{\"type\":\"0\"}", "unknown_type")]
    [InlineData("{\"type\":\"join,leave\"}", "unknown_type")]
    [InlineData("{\"type\":\"\"}", "unknown_type")]
    public void Read_WhatIsNoFrame_IsSaid(string text, string code) => Error(text)!.Code.Should().Be(code);

    [Theory]
    [InlineData("{\"type\":\"join\"}", "room")]
    [InlineData("{\"type\":\"leave\",\"room\":1}", "room")]
    [InlineData("{\"type\":\"publish\",\"room\":\"r\"}", "data")]
    [InlineData("{\"type\":\"publish\",\"room\":\"r\",\"data\":\"\\ud800\"}", "data")]
    [InlineData("{\"type\":\"publish\",\"room\":\"r\",\"data\":[{\"\\ud800\":1}]}", "data")]
    [InlineData("{\"type\":\"publish\",\"room\":\"r\",\"data\":1,\"echo\":null}", "echo")]
    [InlineData("{\"type\":\"join\",\"room\":\"r\",\"presence\":1}", "presence")]
    [InlineData("{\"type\":\"join\",\"room\":\"r\",\"since\":41}", "since")]
    [InlineData("{\"type\":\"join\",\"room\":\"r\",\"since\":{\"offset\":1}}", "since")]
    [InlineData("{\"type\":\"join\",\"room\":\"r\",\"since\":{\"offset\":-1,\"epoch\":\"x\"}}", "since")]
    [InlineData("{\"type\":\"join\",\"room\":\"r\",\"since\":{\"offset\":{},\"epoch\":[\"x\"]}}", "since")]
    [InlineData("{\"type\":\"signal\",\"room\":\"r\"}", "name")]
    [InlineData("{\"type\":\"direct\",\"data\":1}", "to")]
    [InlineData("{\"type\":\"status\"}", "status")]
    [InlineData("{\"type\":\"auth\"}", "token")]
    [InlineData("{\"type\":\"history\"}", "room")]
    [InlineData("{\"type\":\"history\",\"room\":\"r\",\"to\":\"u\"}", "room")]
    [InlineData("{\"type\":\"history\",\"room\":\"r\",\"before\":1,\"after\":1}", "after")]
    [InlineData("{\"type\":\"history\",\"room\":\"r\",\"before\":-1}", "before")]
    public void Read_FieldThatIsMissingOrUnfit_IsNamed(string text, string field)
    {
        var error = Error(text)!;
        (error.Code, error.Field).Should().Be(("invalid", field));
    }

    [Fact]
    public void Read_FieldOfAnotherType_IsOfNoInterest() =>
        Error("""{"type":"ping","room":{"a":[1,2]},"limit":"x","since":{"b":1},"token":null,"data":"x"}""").Should().BeNull();

    [Fact]
    public void Read_AFaultBehindTheId_LeavesTheIdForTheAnswer() =>
        Encoding.UTF8.GetString(Read("""{"id":5,"type":"join"}""", out _).Id.Span).Should().Be("5");

    [Theory]
    [InlineData(31, true)]
    [InlineData(32, false)]
    public void Read_Depth_IsBounded(int depth, bool isFit) =>
        (Error($$"""{"type":"publish","room":"r","data":{{new string('[', depth)}}{{new string(']', depth)}}}""") is null).Should().Be(isFit);

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void Read_NameOfAnUnknownField_IsBounded(int length, bool isFit) =>
        (Error($$"""{"type":"ping","{{new string('x', length)}}":1}""") is null).Should().Be(isFit);

    [Theory]
    [InlineData(" { \"a\" : [ 1 , \"b \\\" c\" ] }\t\r\n", "{\"a\":[1,\"b \\\" c\"]}")]
    [InlineData("\t-1.50E+3", "-1.50E+3")]
    [InlineData("\"a\\\\\"", null)]
    public void Read_JsonData_IsCompactAndOtherwiseAsItCame(string data, string? expected)
    {
        var frame = Read($$"""{"type":"publish","room":"r","data":{{data}}}""");

        frame.Data!.Value.IsJson.Should().Be(expected is not null);
        TextOf(frame).Should().Be(expected ?? "a\\");
    }

    private static string TextOf(RoomSockets.ClientFrame frame) => Encoding.UTF8.GetString(frame.Data!.Value.Bytes.Span);

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static string FrameWith(string field, string value) => field switch
    {
        "key" => $$"""{"type":"publish","room":"r","data":1,"key":"{{value}}"}""",
        "to" => $$"""{"type":"direct","to":"{{value}}","data":1}""",
        "name" => $$"""{"type":"signal","room":"r","name":"{{value}}"}""",
        "status" => $$"""{"type":"status","status":"{{value}}"}""",
        "epoch" => $$"""{"type":"join","room":"r","since":{"offset":1,"epoch":"{{value}}"} }""",
        _ => $$"""{"type":"auth","token":"{{value}}"}""",
    };

    private static RoomSockets.ClientFrame Read(string text)
    {
        var frame = Read(text, out var error);
        error.Should().BeNull();
        return frame;
    }

    private static FrameError? Error(string text)
    {
        Read(text, out var error);
        return error;
    }

    private static RoomSockets.ClientFrame Read(string text, out FrameError? error)
    {
        var frame = new RoomSockets.ClientFrame();
        error = ClientFrameReader.Read(Encoding.UTF8.GetBytes(text), frame);
        return frame;
    }
}
