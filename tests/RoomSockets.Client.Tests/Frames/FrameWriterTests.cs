using System.Text;
using System.Text.Json;

namespace RoomSockets.Client.Tests;

public sealed class FrameWriterTests
{
    [Fact]
    public void Join_WithPosition_AsksForNoHistory() =>
        Text(FrameWriter.Join(1, "lobby", new JoinOptions { History = 50, Presence = true }, new RoomPosition(41, "x7")))
            .Should().Be("""{"type":"join","id":1,"room":"lobby","since":{"offset":41,"epoch":"x7"},"presence":true}""");

    [Fact]
    public void Join_WithoutPosition_AsksForHistory() =>
        Text(FrameWriter.Join(1, "lobby", new JoinOptions { History = 50 }, since: null)).Should().Be("""{"type":"join","id":1,"room":"lobby","history":50}""");

    [Fact]
    public void Publish_TextOfAnyScript_TravelsAsUtf8() =>
        Text(FrameWriter.Publish(2, "lobby", "k", "häßlich \"…\" 🙂\u0001", echo: true))
            .Should().Be("""{"type":"publish","id":2,"room":"lobby","key":"k","data":"häßlich \"…\" \uD83D\uDE42\u0001"}""");

    [Fact]
    public void Publish_WithoutEcho_SaysSo() =>
        Text(FrameWriter.Publish(2, "lobby", "k", JsonElement.Parse("""{ "a": [1, null] }"""), echo: false))
            .Should().Be("""{"type":"publish","id":2,"room":"lobby","key":"k","data":{"a":[1,null]},"echo":false}""");

    [Fact]
    public void Publish_LoneSurrogate_IsReplaced() =>
        JsonElement.Parse(FrameWriter.Publish(2, "lobby", "k", "a\ud800b", echo: true)).GetProperty("data").GetString().Should().Be("a\ufffdb");

    [Fact]
    public void Others_EachOne_IsAsTheProtocolSays()
    {
        Text(FrameWriter.Direct(3, "7", "k", "psst")).Should().Be("""{"type":"direct","id":3,"to":"7","key":"k","data":"psst"}""");
        Text(FrameWriter.Signal("lobby", "typing", null)).Should().Be("""{"type":"signal","room":"lobby","name":"typing"}""");
        Text(FrameWriter.History(4, "lobby", null, new HistoryOptions { Before = 42 })).Should().Be("""{"type":"history","id":4,"room":"lobby","before":42,"limit":50}""");
        Text(FrameWriter.History(4, null, "7", new HistoryOptions { After = 42, Limit = 5 })).Should().Be("""{"type":"history","id":4,"to":"7","after":42,"limit":5}""");
        Text(FrameWriter.Status(8, "away")).Should().Be("""{"type":"status","id":8,"status":"away"}""");
        Text(FrameWriter.Auth(5, "t")).Should().Be("""{"type":"auth","id":5,"token":"t"}""");
        Text(FrameWriter.Leave(6, "lobby")).Should().Be("""{"type":"leave","id":6,"room":"lobby"}""");
        Text(FrameWriter.Ping(7)).Should().Be("""{"type":"ping","id":7}""");
    }

    private static string Text(byte[] frame) => Encoding.UTF8.GetString(frame);
}
