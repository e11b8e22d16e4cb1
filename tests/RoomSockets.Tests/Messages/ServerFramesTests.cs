using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RoomSockets.Tests;

/// <summary>What the server says, byte by byte, and that nothing a user is called breaks it.</summary>
public sealed class ServerFramesTests
{
    private static readonly UserRef Ann = new("42", "Ann");

    [Fact]
    public void Welcome_OfSomebodyAndNobody()
    {
        Write(static json => ServerFrames.Welcome(json, "c_1", Ann, 65536, 100, 50, TimeSpan.FromSeconds(59.9)))
            .Should().Be("""{"type":"welcome","v":1,"connection":"c_1","user":{"id":"42","name":"Ann"},"limits":{"maxBytes":65536,"rooms":100,"perSecond":50},"tokenExpiresIn":59}""");
        Write(static json => ServerFrames.Welcome(json, "c_1", null, 1, 1, 0, null)).Should().Be("""{"type":"welcome","v":1,"connection":"c_1","user":null,"limits":{"maxBytes":1,"rooms":1}}""");
        Write(static json => ServerFrames.Welcome(json, "c_1", null, 1, 1, 0, TimeSpan.FromSeconds(-5))).Should().Contain("\"tokenExpiresIn\":0");
    }

    [Fact]
    public void Error_HasOnlyWhatIsKnown()
    {
        Write(static json => ServerFrames.Error(json, "\"a\""u8, "r", new FrameError("invalid", "No.", "key"))).Should().Be("""{"type":"error","id":"a","room":"r","code":"invalid","message":"No.","field":"key","temporary":false}""");
        Write(static json => ServerFrames.Error(json, default, null, new FrameError("overloaded", "Later.", null, true, TimeSpan.FromMilliseconds(1.2)))).Should().Be("""{"type":"error","code":"overloaded","message":"Later.","temporary":true,"retryAfterMs":2}""");
    }

    [Theory]
    [InlineData("__proto__")]
    [InlineData("\"\\\u0001\u2028</script>\u007f")]
    [InlineData("ä\ud83d\ude00")]
    public void Frames_HostileNames_AreDataAndNothingElse(string name)
    {
        var frame = JsonNode.Parse(Write(json => ServerFrames.ClientSignal(json, name, name, new UserRef(name, name), MessageData.Text(name))))!;

        frame["room"]!.ToString().Should().Be(name);
        frame["from"]!["id"]!.ToString().Should().Be(name);
        frame["data"]!.ToString().Should().Be(name);
    }

    [Fact]
    public void MessageItem_TextAndJson()
    {
        var at = new DateTimeOffset(2026, 11, 20, 13, 0, 0, 7, TimeSpan.FromHours(1));
        Write(json => MessageItem.Write(json, 42, new UserRef("7", null), "k", "h\"i"u8, isJson: false, at)).Should().Be("""{"offset":42,"from":{"id":"7","name":"7"},"key":"k","data":"h\"i","at":"2026-11-20T12:00:00.007Z"}""");
        Write(json => MessageItem.Write(json, 1, null, null, "{\"a\":[1]}"u8, isJson: true, at)).Should().Be("""{"offset":1,"from":null,"data":{"a":[1]},"at":"2026-11-20T12:00:00.007Z"}""");
    }

    [Theory]
    [InlineData("a b\tc", "a b\tc")]
    [InlineData("[ 1 ,\n\"a b\\\\\" , \"\\\" x\" ]", "[1,\"a b\\\\\",\"\\\" x\"]")]
    [InlineData("{}", "{}")]
    public void JsonSpace_OnlyBetweenTokens_IsRemoved(string text, string expected)
    {
        var json = text.StartsWith('a') ? $"\"{text}\"" : text;
        Encoding.UTF8.GetString(JsonSpace.Remove(Encoding.UTF8.GetBytes(json)).Span).Should().Be(text.StartsWith('a') ? $"\"{expected}\"" : expected);
    }

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var text = JsonText.Rent();
        write(text.Writer);
        return Encoding.UTF8.GetString(text.Utf8.Span);
    }
}
