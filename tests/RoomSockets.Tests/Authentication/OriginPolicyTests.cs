namespace RoomSockets.Tests;

public sealed class OriginPolicyTests
{
    [Theory]
    [InlineData("https", "chat.example", "https://chat.example")]
    [InlineData("https", "chat.example", "https://chat.example:443")]
    [InlineData("https", "chat.example:443", "https://chat.example")]
    [InlineData("http", "chat.example", "http://chat.example:80")]
    [InlineData("http", "chat.example:8080", "http://chat.example:8080")]
    [InlineData("https", "chat.example", "https://CHAT.Example")]
    [InlineData("https", "Chat.EXAMPLE", "https://chat.example")]
    [InlineData("https", "xn--bcher-kva.example", "https://bücher.example")]
    [InlineData("https", "bücher.example", "https://xn--bcher-kva.example")]
    [InlineData("http", "[::1]:5000", "http://[::1]:5000")]
    [InlineData("http", "192.0.2.1:5000", "http://192.0.2.1:5000")]
    public void Refuse_SameOrigin_MayConnect(string scheme, string host, string origin) =>
        new OriginPolicy(new RoomSocketsOptions(), isDevelopment: false).Refuse(origin, scheme, host).Should().BeNull();

    [Theory]
    [InlineData("http://chat.example")]
    [InlineData("https://chat.example:8443")]
    [InlineData("https://example")]
    [InlineData("https://chat.example.evil")]
    [InlineData("https://evilchat.example")]
    [InlineData("https://evil.chat.example")]
    [InlineData("https://evil.example")]
    [InlineData("https://chat.example.")]
    [InlineData("https://chat-example")]
    [InlineData("https://evil.example/chat.example")]
    [InlineData("https://evil.example#chat.example")]
    [InlineData("https://evil.example?chat.example")]
    [InlineData("https://chat.example@evil.example")]
    [InlineData("https://evil@chat.example")]
    [InlineData("https://chat.example/path")]
    [InlineData("https://сhat.example")]
    [InlineData("http://localhost")]
    [InlineData("http://127.0.0.1:5000")]
    [InlineData("null")]
    [InlineData("file://")]
    [InlineData("file://chat.example")]
    [InlineData("")]
    [InlineData("chat.example")]
    [InlineData("https://chat.example,https://evil.example")]
    public void Refuse_AnyOtherOrigin_MayNotConnect(string origin) =>
        new OriginPolicy(new RoomSocketsOptions(), isDevelopment: false).Refuse(origin, "https", "chat.example").Should().NotBeNull();

    [Fact]
    public void Refuse_NoOrigin_IsNoBrowserAndMayConnect() =>
        new OriginPolicy(new RoomSocketsOptions(), isDevelopment: false).Refuse(null, "https", "chat.example").Should().BeNull();

    [Theory]
    [InlineData("")]
    [InlineData("evil@chat.example")]
    [InlineData("chat.example/")]
    public void Refuse_HostIsNone_MayNotConnect(string host) =>
        new OriginPolicy(new RoomSocketsOptions(), isDevelopment: false).Refuse("https://chat.example", "https", host).Should().NotBeNull();

    [Theory]
    [InlineData("https://other.example", true)]
    [InlineData("https://OTHER.example:443", true)]
    [InlineData("http://dev.example:5173", true)]
    [InlineData("http://other.example", false)]
    [InlineData("https://other.example:444", false)]
    [InlineData("https://sub.other.example", false)]
    [InlineData("http://dev.example", false)]
    public void Refuse_AllowList_IsExact(string origin, bool allowed)
    {
        var options = new RoomSocketsOptions();
        options.AllowedOrigins.Add("https://other.example");
        options.AllowedOrigins.Add("http://DEV.example:5173");

        (new OriginPolicy(options, isDevelopment: false).Refuse(origin, "https", "chat.example") is null).Should().Be(allowed);
    }

    [Theory]
    [InlineData("http://localhost:5173")]
    [InlineData("https://127.0.0.1")]
    [InlineData("http://[::1]:3000")]
    public void Refuse_Loopback_MayConnectInDevelopmentAlone(string origin)
    {
        var options = new RoomSocketsOptions();

        new OriginPolicy(options, isDevelopment: true).Refuse(origin, "https", "chat.example").Should().BeNull();
        new OriginPolicy(options, isDevelopment: false).Refuse(origin, "https", "chat.example").Should().NotBeNull();
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://localhost.evil.example")]
    [InlineData("null")]
    public void Refuse_OthersInDevelopment_MayNotConnect(string origin) =>
        new OriginPolicy(new RoomSocketsOptions(), isDevelopment: true).Refuse(origin, "http", "localhost:5000").Should().NotBeNull();

    [Fact]
    public void Refuse_NullOrigin_MayConnectWhereItIsAllowed()
    {
        var policy = new OriginPolicy(new RoomSocketsOptions { AllowNullOrigin = true }, isDevelopment: false);

        policy.Refuse("null", "https", "chat.example").Should().BeNull();
        policy.Refuse("file://", "https", "chat.example").Should().NotBeNull();
        policy.Refuse("https://evil.example", "https", "chat.example").Should().NotBeNull();
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("file://")]
    public void Refuse_AnyOriginIsAllowed_MayConnect(string origin) =>
        new OriginPolicy(new RoomSocketsOptions { AllowAnyOrigin = true }, isDevelopment: false).Refuse(origin, "https", "chat.example").Should().BeNull();
}
