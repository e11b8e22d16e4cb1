namespace RoomSockets.Tests;

public sealed class OriginErrorsTests
{
    [Fact]
    public void Refuse_OtherOrigin_NamesBothAndTheFixes()
    {
        var options = new RoomSocketsOptions();
        options.AllowedOrigins.Add("https://friend.example");

        var text = new OriginPolicy(options, isDevelopment: false).Refuse("http://localhost:5173", "https", "chat.example:8443");

        text.Should().Contain("http://localhost:5173").And.Contain("https://chat.example:8443").And.Contain("https://friend.example")
            .And.Contain("403").And.Contain("AllowOrigins(\"http://localhost:5173\")").And.Contain("UseForwardedHeaders")
            .And.Contain("ASPNETCORE_ENVIRONMENT=Development");
        for (var fix = 1; fix <= 4; fix++) text.Should().Contain($" {fix}. ");
    }

    [Fact]
    public void Refuse_EmptyAllowList_SaysNone() =>
        new OriginPolicy(new RoomSocketsOptions(), false).Refuse("https://a.example", "https", "b.example").Should().Contain("allowed beside it:    none");

    [Fact]
    public void Refuse_NullOrigin_NamesTheSwitchAndItsDanger() =>
        new OriginPolicy(new RoomSocketsOptions(), false).Refuse("null", "https", "b.example")
            .Should().Contain("AllowNullOrigin()").And.Contain(" 1. ").And.Contain(" 2. ").And.Contain("sandboxed");

    [Fact]
    public void Refuse_Malformed_ShowsItShortened()
    {
        var text = new OriginPolicy(new RoomSocketsOptions(), false).Refuse("x" + new string('y', 5000), "https", "b.example");

        text.Should().Contain("origin: xyyy").And.Contain("…");
        text!.Length.Should().BeLessThan(600);
    }
}
