namespace RoomSockets.Tests;

public sealed class LogTextTests
{
    [Theory]
    [InlineData("as it was", "as it was")]
    [InlineData("bye\ninfo: forged\r\u2028\u2029\u001b[31m", "bye\uFFFDinfo: forged\uFFFD\uFFFD\uFFFD\uFFFD[31m")]
    [InlineData("", "")]
    public void Clean_OfText_KeepsItOnItsLine(string text, string clean) => LogText.Clean(text).Should().Be(clean);

    [Theory]
    [InlineData(CloseCause.ClientClosed, "ClientClosed (1000)")]
    [InlineData(CloseCause.InvalidMessage, "InvalidMessage (1000)")]
    [InlineData(CloseCause.Disconnected, "Disconnected (1000, \"bye\uFFFDforged\")")]
    public void ForLog_OfAReason_HoldsNothingThatAClientSaid(CloseCause cause, string expected) =>
        new CloseReason(cause, 1000, "bye\nforged").ForLog.Should().Be(expected);
}
