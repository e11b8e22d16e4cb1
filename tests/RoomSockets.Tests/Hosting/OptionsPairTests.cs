namespace RoomSockets.Tests;

public sealed class OptionsPairTests
{
    [Theory]
    [InlineData(99, true)]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void Validate_InboxMessages_AreAtMostThoseOfAnOutbox(int inbox, bool valid)
    {
        var errors = Validation.ErrorsOf(new RoomSocketsOptions { InboxMessages = inbox, OutboxMessages = 100 });

        errors.Should().HaveCount(valid ? 0 : 1);
        if (!valid) errors[0].Should().Contain("InboxMessages is 101").And.Contain("OutboxMessages (100)").And.Contain("InboxMessages smaller");
    }

    [Theory]
    [InlineData("__Host-session", true)]
    [InlineData("a!#$%&'*+-.^_`|~9", true)]
    [InlineData("a b", false)]
    [InlineData("a=b", false)]
    [InlineData("a;b", false)]
    [InlineData("a,b", false)]
    [InlineData("\"a\"", false)]
    [InlineData("a\r\nb", false)]
    [InlineData("é", false)]
    public void Validate_TokenCookie_HasTheCharactersOfACookieName(string name, bool valid) =>
        Validation.ErrorsOf(new RoomSocketsOptions { TokenCookie = name }).Should().HaveCount(valid ? 0 : 1);
}
