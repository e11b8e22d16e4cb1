using System.Text;
using System.Text.Json.Nodes;

namespace RoomSockets.Tests;

/// <summary>Which close code of the sub-protocol stands for which end.</summary>
public sealed class V1DialectTests
{
    [Theory]
    [InlineData(CloseCause.TokenExpired, 1008, 4202, true)]
    [InlineData(CloseCause.TokenRevoked, 1008, 4001, false)]
    [InlineData(CloseCause.TooSlow, 1013, 4108, true)]
    [InlineData(CloseCause.TimedOut, 1008, 4100, true)]
    [InlineData(CloseCause.ServerShutdown, 1012, 4200, true)]
    [InlineData(CloseCause.LimitExceeded, 1009, 4013, false)]
    [InlineData(CloseCause.LimitExceeded, 1008, 4015, false)]
    [InlineData(CloseCause.LimitExceeded, 1003, 1003, true)]
    [InlineData(CloseCause.InvalidMessage, 1008, 4015, false)]
    [InlineData(CloseCause.HandlerFailed, 1011, 1011, true)]
    [InlineData(CloseCause.Disconnected, 1008, 4005, false)]
    [InlineData(CloseCause.Disconnected, 1000, 1000, false)]
    [InlineData(CloseCause.Disconnected, 4321, 4321, true)]
    [InlineData(CloseCause.Disconnected, 4150, 4150, true)]
    public void Part_OfAnEnd_HasItsCodeAndAByeThatSaysWhetherToComeBack(CloseCause cause, int code, int expected, bool mayReconnect)
    {
        var goodbye = V1Dialect.Instance.Part(new CloseReason(cause, code, "why"));

        goodbye.Code.Should().Be(expected);
        goodbye.Text.Should().Be("why");
        var bye = JsonNode.Parse(goodbye.LastWords.Span)!;
        (bye["type"]!.ToString(), bye["code"]!.GetValue<int>(), bye["reason"]!.ToString(), bye["reconnect"]!.GetValue<bool>()).Should().Be(("bye", expected, "why", mayReconnect));
        if (!mayReconnect) bye["retryAfterMs"].Should().BeNull();
    }

    [Theory]
    [InlineData("token_missing", 1008, 4001)]
    [InlineData("token_invalid", 1008, 4001)]
    [InlineData("token_expired", 1008, 4202)]
    [InlineData("too_many_connections", 1013, 4010)]
    [InlineData("shutting_down", 1013, 4200)]
    [InlineData("overloaded", 1013, 4100)]
    [InlineData("room", 1008, 4003)]
    [InlineData("failed", 1011, 1011)]
    public void Part_OfARefusal_IsItsVerdict(string text, int code, int expected) =>
        V1Dialect.Instance.Part(new CloseReason(CloseCause.Refused, code, text)).Code.Should().Be(expected);

    [Theory]
    [InlineData(CloseCause.ClientClosed, 1000)]
    [InlineData(CloseCause.ConnectionLost, 1006)]
    [InlineData(CloseCause.ProtocolError, 1002)]
    public void Part_OfOneThatHasGone_IsNoBye(CloseCause cause, int code)
    {
        var goodbye = V1Dialect.Instance.Part(new CloseReason(cause, code, string.Empty));

        (goodbye.Code, goodbye.LastWords.Length).Should().Be((code, 0));
    }

    [Fact]
    public void Part_Often_SpreadsThoseWhoComeBack()
    {
        var waits = Enumerable.Range(0, 500).Select(static _ => JsonNode.Parse(V1Dialect.Instance.Part(new CloseReason(CloseCause.ServerShutdown, 1012, "x")).LastWords.Span)!["retryAfterMs"]!.GetValue<int>()).ToList();

        waits.Should().OnlyContain(static wait => wait >= 100 && wait <= 3000);
        waits.Distinct().Should().HaveCountGreaterThan(100);
    }

    [Fact]
    public void Translate_TextIsANoticeAndBinaryNothing()
    {
        V1Dialect.Instance.Translate(MessageData.Binary(new byte[] { 1 })).Should().BeNull();
        Encoding.UTF8.GetString(V1Dialect.Instance.Translate("hi")!.Value.Bytes.Span).Should().Be("""{"type":"signal","name":"notice","data":"hi"}""");
    }
}
