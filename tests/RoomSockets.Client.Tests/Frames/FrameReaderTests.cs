using System.Text;
using System.Text.Json;

namespace RoomSockets.Client.Tests;

public sealed class FrameReaderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("null")]
    [InlineData("[1,2]")]
    [InlineData("{}")]
    [InlineData("""{"type":5}""")]
    [InlineData("""{"type":"confetti","room":"lobby"}""")]
    [InlineData("""{"type":"message","room":"lobby"}""")]
    [InlineData("""{"type":"message","room":"lobby","offset":"4"}""")]
    [InlineData("""{"type":"message","room":null,"offset":4}""")]
    [InlineData("""{"type":"message","room":"lobby","offset":99999999999999999999}""")]
    [InlineData("""{"type":"message","room":"lobby","offset":4""")]
    [InlineData("""{"type":"joined","room":"lobby","offset":4,"messages":null}""")]
    public void Read_WhatIsNoKnownFrame_IsNull(string text) => Read(text).Should().BeNull();

    [Fact]
    public void Read_JoinedWithTheLeast_HasDefaults()
    {
        var joined = Read("""{"room":"lobby","offset":0,"type":"joined"}""").Should().BeOfType<JoinedFrame>().Subject;

        joined.Should().BeEquivalentTo(new { Id = (long?)null, Room = "lobby", Offset = 0L, Epoch = "", Recovered = (bool?)null, Presence = (object?)null });
        joined.Messages.Should().BeEmpty();
    }

    [Fact]
    public void Read_UnknownFields_AreIgnored() =>
        Read("""{"before":{"type":"deep"},"type":"skip","room":"lobby","offset":5,"mood":[1]}""").Should().Be(new SkipFrame { Room = "lobby", Offset = 5 });

    [Fact]
    public void Read_PresentUser_IsOnlineOnOneDeviceByDefault() =>
        Read("""{"type":"presence","room":"lobby","joined":[{"id":"7"}]}""").Should().BeOfType<PresenceFrame>()
            .Which.Joined.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Id = "7", Devices = 1, Status = "online" });

    [Fact]
    public void Read_GapAndDirect_HaveFieldsOfTheSameNameAndOtherKind()
    {
        Read("""{"type":"gap","room":"lobby","from":4,"to":6}""").Should().BeOfType<GapFrame>();
        Read("""{"type":"direct","from":{"id":"7"},"to":"42","offset":1,"data":null}""").Should().BeOfType<DirectFrame>().Which.Data.ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(-1.0, null)]
    [InlineData(double.NaN, null)]
    [InlineData(1500.0, 1500.0)]
    [InlineData(double.MaxValue, 30.0 * 24 * 60 * 60 * 1000)]
    public void ToWait_WhateverTheServerSays_IsAWaitThatATimerKeeps(double? milliseconds, double? expected) =>
        FrameValues.ToWait(milliseconds)?.TotalMilliseconds.Should().Be(expected);

    [Fact]
    public void ToMessage_TimeOfAnotherForm_IsNoReasonToLoseTheMessage() =>
        new MessageFrame { Room = "lobby", Offset = 1, At = "yesterday" }.ToMessage().At.Should().Be(default);

    [Fact]
    public void ToMessage_Time_IsUtc() =>
        new MessageFrame { Room = "lobby", Offset = 1, At = "2026-11-20T12:00:00.250Z" }.ToMessage().At
            .Should().Be(new DateTimeOffset(2026, 11, 20, 12, 0, 0, 250, TimeSpan.Zero));

    private static ServerFrame? Read(string text) => FrameReader.Read(Encoding.UTF8.GetBytes(text));
}
