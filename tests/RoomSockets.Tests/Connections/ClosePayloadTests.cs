namespace RoomSockets.Tests;

public sealed class ClosePayloadTests
{
    [Fact]
    public void Read_EachCode_IsAcceptedWhereItMayTravel()
    {
        for (var code = 0; code <= 5000; code++)
        {
            var mayTravel = code is 1000 or 1001 or 1002 or 1003 or 1007 or 1008 or 1009 or 1010 or 1011 or 1012 or 1013 or 1014 or (>= 3000 and < 5000);
            var outcome = Reading.Single(ClientFrame.Close(code, "bye"));
            if (mayTravel) outcome.Should().Be(new Outcome(IncomingKind.Close, "", code, "bye"));
            else (outcome.Kind, outcome.Code, outcome.Reason).Should().Be((IncomingKind.Fault, 1002, $"{code} is no close code that may travel"));
        }
    }

    [Fact]
    public void Read_HighestCode_IsAProtocolError() => Reading.Single(ClientFrame.Close(65_535)).Code.Should().Be(1002);

    [Fact]
    public void Read_NoPayload_IsACloseWithoutCode() =>
        Reading.Single(ClientFrame.Build(8, [])).Should().Be(new Outcome(IncomingKind.Close, "", 1005));

    [Fact]
    public void Read_OneByte_IsAProtocolError() =>
        Reading.Single(ClientFrame.Build(8, [3])).Should().Be(new Outcome(IncomingKind.Fault, "", 1002, "a close frame with one byte"));

    [Fact]
    public void Read_CodeAlone_HasNoReason() => Reading.Single(ClientFrame.Close(1000)).Should().Be(new Outcome(IncomingKind.Close, "", 1000));

    [Fact]
    public void Read_LongestReason_IsAccepted() => Reading.Single(ClientFrame.Close(1000, new string('x', 123))).Reason.Should().HaveLength(123);

    [Fact]
    public void Read_ReasonInUtf8_IsDecoded() => Reading.Single(ClientFrame.Close(4000, "auf später 👋")).Reason.Should().Be("auf später 👋");

    [Fact]
    public void Read_EachInvalidReason_IsAnInvalidPayload()
    {
        foreach (var (bytes, name) in Utf8Samples.Invalid)
        {
            foreach (var before in new byte[][] { [], [65], [0xC3, 0xA9] })
            {
                var outcome = Reading.Single(ClientFrame.Build(8, [0x03, 0xE8, .. before, .. bytes]));
                (outcome.Kind, outcome.Code).Should().Be((IncomingKind.Fault, 1007), name);
            }
        }
    }

    [Fact]
    public void Read_Close_NamesTheClient()
    {
        var incoming = ClosePayload.Read([0x03, 0xE9]);

        incoming.Reason.Should().Be(new CloseReason(CloseCause.ClientClosed, 1001, ""));
    }

    [Fact]
    public void Read_Fault_NamesTheProtocol() => ClosePayload.Read([1]).Reason!.Cause.Should().Be(CloseCause.ProtocolError);
}
