namespace RoomSockets.Tests;

public sealed class OptionsRulesTests
{
    [Theory]
    [InlineData(4085, true)]
    [InlineData(4086, true)]
    [InlineData(4087, false)]
    public void Validate_LargestMessage_FitsIntoAnOutbox(int message, bool valid)
    {
        var errors = Validation.ErrorsOf(new RoomSocketsOptions { MaxMessageBytes = message, OutboxBytes = 4096 });

        errors.Should().HaveCount(valid ? 0 : 1);
        if (!valid) errors[0].Should().Contain("OutboxBytes is 4096").And.Contain("MaxMessageBytes (4087)").And.Contain("at least 4097");
    }

    [Theory]
    [InlineData(9, true)]
    [InlineData(10, false)]
    [InlineData(11, false)]
    public void Validate_PingInterval_IsLessThanDeadAfter(int ping, bool valid)
    {
        var errors = Validation.ErrorsOf(new RoomSocketsOptions { PingInterval = TimeSpan.FromSeconds(ping), DeadAfter = TimeSpan.FromSeconds(10) });

        errors.Should().HaveCount(valid ? 0 : 1);
        if (!valid) errors[0].Should().Contain("DeadAfter is 00:00:10").And.Contain("Make DeadAfter larger");
    }

    [Fact]
    public void Validate_SeveralErrors_AreReportedAtOnce()
    {
        var options = new RoomSocketsOptions { MaxFragments = 0, OutboxTimeout = TimeSpan.Zero, TokenCookie = "", Refusal = (HandshakeRefusalMode)7 };
        options.AllowedOrigins.Add("*.example");

        Validation.ErrorsOf(options).Should().HaveCount(5);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void Validate_TokenCookie_HasALength(int length, bool valid) =>
        Validation.ErrorsOf(new RoomSocketsOptions { TokenCookie = new string('x', length) }).Should().HaveCount(valid ? 0 : 1);

    [Fact]
    public void Validate_NoTokenCookie_IsAnError() =>
        Validation.ErrorsOf(new RoomSocketsOptions { TokenCookie = null! }).Should().ContainSingle().Which.Should().Contain("TokenCookie");

    [Fact]
    public void Validate_TokenSources_AreKnown()
    {
        var options = new RoomSocketsOptions();
        foreach (var source in Enum.GetValues<TokenSource>().Where(static source => source != TokenSource.Refresh)) options.TokenSources.Add(source);
        Validation.ErrorsOf(options).Should().BeEmpty();
        options.TokenSources.Add((TokenSource)99);

        Validation.ErrorsOf(options).Should().ContainSingle().Which.Should().Contain("TokenSources contains 99");
    }

    [Fact]
    public void Validate_AllowedOrigins_AreOrigins()
    {
        var options = new RoomSocketsOptions();
        options.AllowedOrigins.Add("https://chat.example");
        options.AllowedOrigins.Add("http://localhost:5173");
        Validation.ErrorsOf(options).Should().BeEmpty();
        foreach (var wrong in new[] { "chat.example", "https://*.example", "https://chat.example/", "null" }) options.AllowedOrigins.Add(wrong);

        Validation.ErrorsOf(options).Should().HaveCount(4).And.OnlyContain(error => error.Contains("AllowedOrigins contains '", StringComparison.Ordinal));
    }
}
