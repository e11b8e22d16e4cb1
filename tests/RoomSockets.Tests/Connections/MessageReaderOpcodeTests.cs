namespace RoomSockets.Tests;

public sealed class MessageReaderOpcodeTests
{
    [Fact]
    public void Read_Text_IsAText() => Reading.Single(ClientFrame.Text("hello")).Should().Be(new Outcome(IncomingKind.Text, "hello"));

    [Fact]
    public void Read_Binary_IsABinary() => Reading.Single(ClientFrame.Build(2, [0, 255])).Should().Be(new Outcome(IncomingKind.Binary, "\0ÿ"));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Read_EmptyMessage_IsAMessage(int opcode)
    {
        var outcome = Reading.Single(ClientFrame.Build(opcode, []));

        outcome.Kind.Should().Be(opcode == 1 ? IncomingKind.Text : IncomingKind.Binary);
        outcome.Payload.Should().BeEmpty();
    }

    [Fact]
    public void Read_Ping_GivesItsPayload() => Reading.Single(ClientFrame.Build(9, [1, 2])).Should().Be(new Outcome(IncomingKind.Ping, "\u0001\u0002"));

    [Fact]
    public void Read_Pong_IsAPong() => Reading.Single(ClientFrame.Build(10, [1])).Kind.Should().Be(IncomingKind.Pong);

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(15)]
    public void Read_ReservedOpcode_IsAProtocolError(int opcode)
    {
        foreach (var final in new[] { true, false })
        {
            var outcome = Reading.Single(ClientFrame.Build(opcode, [1], final));
            (outcome.Kind, outcome.Code).Should().Be((IncomingKind.Fault, 1002));
            outcome.Reason.Should().Be("unknown opcode");
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(11)]
    [InlineData(15)]
    public void Read_ReservedOpcodeInsideAMessage_IsAProtocolError(int opcode) =>
        Reading.Single(ClientFrame.Text("a", final: false), ClientFrame.Build(opcode, [])).Code.Should().Be(1002);

    [Fact]
    public void Read_EachReservedBit_IsAProtocolErrorForEachOpcode()
    {
        foreach (var opcode in new[] { 1, 2, 8, 9, 10 })
        {
            for (var bits = 0x10; bits <= 0x70; bits += 0x10)
            {
                var outcome = Reading.Single(ClientFrame.Build(opcode, [], reserved: bits));
                (outcome.Kind, outcome.Code, outcome.Reason).Should().Be((IncomingKind.Fault, 1002, "a reserved bit is set"));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    public void Read_Unmasked_IsAProtocolError(int opcode) =>
        Reading.Single(ClientFrame.Build(opcode, [], masked: false)).Should().Be(new Outcome(IncomingKind.Fault, "", 1002, "a client frame must be masked"));

    [Theory]
    [InlineData(5, 2)]
    [InlineData(125, 2)]
    [InlineData(5, 8)]
    [InlineData(65_535, 8)]
    [InlineData(long.MinValue, 8)]
    [InlineData(-1, 8)]
    public void Read_LengthInTheWrongForm_IsAProtocolErrorFromTheHeaderAlone(long length, int lengthBytes) =>
        Reading.Single(ClientFrame.Header(2, length, lengthBytes)).Should().Be(new Outcome(IncomingKind.Fault, "", 1002, "the length is not in its shortest form"));

    [Fact]
    public void Read_SeveralFrames_AreReadOneByOne() =>
        Reading.All([.. ClientFrame.Text("a"), .. ClientFrame.Build(9, []), .. ClientFrame.Text("b")])
            .Select(outcome => outcome.Kind).Should().Equal(IncomingKind.Text, IncomingKind.Ping, IncomingKind.Text);

    [Fact]
    public void Read_ZeroMask_LeavesThePayload() =>
        Reading.Single(ClientFrame.Build(1, "abc"u8.ToArray(), true, 0, [0, 0, 0, 0])).Payload.Should().Be("abc");
}
