namespace RoomSockets.Tests;

public sealed class MessageReaderControlTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    public void Read_FragmentedControlFrame_IsAProtocolError(int opcode) =>
        Reading.Single(ClientFrame.Build(opcode, [], final: false)).Should().Be(new Outcome(IncomingKind.Fault, "", 1002, "a control frame must not be fragmented"));

    [Theory]
    [InlineData(9, 124)]
    [InlineData(9, 125)]
    [InlineData(10, 125)]
    public void Read_ControlFrameWithinTheLimit_IsRead(int opcode, int length)
    {
        var outcome = Reading.Single(ClientFrame.Build(opcode, new byte[length]));

        outcome.Kind.Should().Be(opcode == 9 ? IncomingKind.Ping : IncomingKind.Pong);
    }

    [Theory]
    [InlineData(8, 126, 2)]
    [InlineData(9, 126, 2)]
    [InlineData(10, 126, 2)]
    [InlineData(9, 65_535, 2)]
    [InlineData(9, 65_536, 8)]
    public void Read_ControlFrameBeyond125Bytes_IsAProtocolErrorFromTheHeaderAlone(int opcode, long length, int lengthBytes) =>
        Reading.Single(ClientFrame.Header(opcode, length, lengthBytes)).Should().Be(new Outcome(IncomingKind.Fault, "", 1002, "a control frame is longer than 125 bytes"));

    [Fact]
    public void Read_ControlFramesBetweenFragments_ComeFirstAndDisturbNothing() =>
        Reading.All([
            .. ClientFrame.Text("a", final: false), .. ClientFrame.Build(9, [7]),
            .. ClientFrame.Continuation("b"u8.ToArray(), final: false), .. ClientFrame.Build(10, [8]),
            .. ClientFrame.Continuation("c"u8.ToArray())])
            .Should().Equal(new Outcome(IncomingKind.Ping, "\u0007"), new Outcome(IncomingKind.Pong, ""), new Outcome(IncomingKind.Text, "abc"));

    [Fact]
    public void Read_ControlFrameBetweenTheBytesOfOneCodePoint_DisturbsNothing() =>
        Reading.Last(ClientFrame.Text([0xE2, 0x82], final: false), ClientFrame.Build(9, [0xFF]), ClientFrame.Continuation([0xAC]))
            .Should().Be(new Outcome(IncomingKind.Text, "\u00E2\u0082\u00AC"));

    [Fact]
    public void Read_CloseInsideAMessage_IsAClose() =>
        Reading.Single(ClientFrame.Text("a", final: false), ClientFrame.Close(1001)).Should().Be(new Outcome(IncomingKind.Close, "", 1001));

    [Fact]
    public void Read_ManyPings_AreAllSeen() =>
        Reading.All([.. Enumerable.Range(0, 500).SelectMany(i => ClientFrame.Build(9, [(byte)i]))])
            .Select(outcome => (int)outcome.Payload[0]).Should().Equal(Enumerable.Range(0, 500).Select(i => i % 256));
}
