namespace RoomSockets.Tests;

public sealed class OriginTests
{
    [Theory]
    [InlineData("https://chat.example", "https://chat.example:443")]
    [InlineData("https://chat.example:443", "https://chat.example:443")]
    [InlineData("http://chat.example", "http://chat.example:80")]
    [InlineData("http://chat.example:8080", "http://chat.example:8080")]
    [InlineData("HTTPS://CHAT.Example", "https://chat.example:443")]
    [InlineData("https://bücher.example", "https://xn--bcher-kva.example:443")]
    [InlineData("https://xn--bcher-kva.example", "https://xn--bcher-kva.example:443")]
    [InlineData("http://[::1]:5000", "http://[::1]:5000")]
    [InlineData("http://192.0.2.1", "http://192.0.2.1:80")]
    public void TryParse_AnOrigin_HasOneForm(string text, string expected)
    {
        Origin.TryParse(text, out var origin).Should().BeTrue();

        origin.Text.Should().Be(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("chat.example")]
    [InlineData("//chat.example")]
    [InlineData("https://")]
    [InlineData("https://*")]
    [InlineData("https://*.example")]
    [InlineData("file://")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ws://chat.example")]
    [InlineData("ftp://chat.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://chat.example:99999")]
    [InlineData("https://chat.example/")]
    [InlineData("https://chat.example/path")]
    [InlineData("https://chat.example?query")]
    [InlineData("https://chat.example#fragment")]
    [InlineData("https://user@chat.example")]
    [InlineData("https://user:password@chat.example")]
    [InlineData("https://chat.example https://evil.example")]
    [InlineData("https://chat.example,https://evil.example")]
    public void TryParse_AnythingElse_IsNoOrigin(string text) => Origin.TryParse(text, out _).Should().BeFalse();

    /// <summary>What a URL parser tidies away: an origin has nothing behind its port, and browsers send none of these.</summary>
    [Theory]
    [InlineData("https://chat.example/.")]
    [InlineData("https://chat.example/path/..")]
    [InlineData("https://chat.example/%2e")]
    [InlineData("https://chat.example\\")]
    [InlineData("https:\\\\chat.example")]
    [InlineData("https://@chat.example")]
    [InlineData("https://chat.example#")]
    [InlineData("https://chat.example?")]
    [InlineData("https://%63hat.example")]
    [InlineData(" https://chat.example")]
    [InlineData("https://chat.example ")]
    public void TryParse_WhatAUrlParserTidiesAway_IsNoOrigin(string text) => Origin.TryParse(text, out _).Should().BeFalse();

    [Fact]
    public void TryParse_VeryLong_IsNoOrigin()
    {
        Origin.TryParse("https://" + string.Concat(Enumerable.Repeat("a.", 250)) + "example", out _).Should().BeFalse();
        Origin.TryParse("https://" + new string('a', 100_000), out _).Should().BeFalse();
    }

    [Theory]
    [InlineData("http://localhost:5173", true)]
    [InlineData("http://LOCALHOST", true)]
    [InlineData("http://app.localhost", true)]
    [InlineData("http://127.0.0.1", true)]
    [InlineData("http://127.1.2.3:80", true)]
    [InlineData("http://[::1]", true)]
    [InlineData("http://localhost.example", false)]
    [InlineData("http://notlocalhost", false)]
    [InlineData("http://127.0.0.1.example", false)]
    [InlineData("http://192.168.0.1", false)]
    [InlineData("http://0.0.0.0", false)]
    public void IsLoopback_EachHost_IsThisMachineOrNot(string text, bool expected)
    {
        Origin.TryParse(text, out var origin).Should().BeTrue();

        origin.IsLoopback.Should().Be(expected);
    }
}
