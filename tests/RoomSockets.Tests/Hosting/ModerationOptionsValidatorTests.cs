namespace RoomSockets.Tests;

public sealed class ModerationOptionsValidatorTests
{
    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(600, 1_000_000, true)]
    [InlineData(0.9, 1, false)]
    [InlineData(601, 1, false)]
    [InlineData(30, 0, false)]
    [InlineData(30, 1_000_001, false)]
    public void Validate_TheBounds_AreInside(double seconds, int most, bool expected) =>
        new ModerationOptionsValidator().Validate(null, new ModerationOptions { RefreshInterval = TimeSpan.FromSeconds(seconds), MaxRestrictions = most }).Succeeded.Should().Be(expected);

    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(1_000_000, 1_000_000, true)]
    [InlineData(0, 1, false)]
    [InlineData(1_000_001, 1, false)]
    [InlineData(1, -1, false)]
    [InlineData(1, 1_000_001, false)]
    public void Validate_WhatCreatorsMay_HasBounds(int perRoom, int perHour, bool expected) =>
        new ModerationOptionsValidator().Validate(null, new ModerationOptions { MaxRestrictionsPerRoom = perRoom, MaxCreatorActionsPerHour = perHour }).Succeeded.Should().Be(expected);

    [Fact]
    public void Validate_AnIdThatIsNone_IsNamed()
    {
        var options = new ModerationOptions();
        options.Moderators.Add("");

        new ModerationOptionsValidator().Validate(null, options).FailureMessage.Should().Contain("ModerationOptions.Moderators").And.Contain("user:7");
    }
}
