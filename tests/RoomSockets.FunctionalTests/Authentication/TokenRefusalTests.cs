using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.Authentication;

public sealed class TokenRefusalTests
{
    [Fact]
    public async Task NoCredential_Gets401WithAChallenge()
    {
        await using var app = await Door.OpenAsync();

        await using var client = await app.KnockAsync("/ws");

        client.Verdict().Should().Be("401 token_missing");
        client.Headers["WWW-Authenticate"].Should().Be("Bearer");
        client.Headers["Cache-Control"].Should().Be("no-store");
    }

    [Fact]
    public async Task BadToken_Gets403()
    {
        await using var app = await Door.OpenAsync();

        await using var client = await app.KnockAsync("/ws?token=bad");

        client.Verdict().Should().Be("403 token_invalid");
        client.Headers.Should().NotContainKey("WWW-Authenticate").And.NotContainKey("Retry-After");
    }

    [Theory]
    [InlineData(-1, "403 token_expired")]
    [InlineData(0, "403 token_expired")]
    [InlineData(1, "101")]
    public async Task ExpiredToken_AtTheHandshake_Gets403(int ticks, string verdict)
    {
        var clock = new FakeClock();
        await using var app = await TestApp.StartAsync(
            map => map.MapDoor(),
            rooms => rooms.AddTokenValidator((_, _) => ValueTask.FromResult(TokenResult.Success("ann", expiresAt: clock.GetUtcNow().AddTicks(ticks)))),
            clock);

        (await app.RefusalAsync("/ws?token=t")).Should().Be(verdict);
    }

    [Fact]
    public async Task AllowAnonymous_WithoutToken_IsNobody()
    {
        await using var app = await OpenAnonymousAsync();

        (await app.WhoAsync("/ws")).Should().Be("nobody");
    }

    [Fact]
    public async Task AllowAnonymous_WithABadToken_IsRefused()
    {
        await using var app = await OpenAnonymousAsync();

        (await app.RefusalAsync("/ws?token=bad")).Should().Be("403 token_invalid");
        (await app.RefusalAsync("/ws?token=ok-ann&token=ok-bob")).Should().Be("400 bad_value");
    }

    [Fact]
    public async Task AllowAnonymous_WithAGoodToken_IsThatUser()
    {
        await using var app = await OpenAnonymousAsync();

        (await app.WhoAsync("/ws?token=ok-ann")).Should().Be("ann");
    }

    /// <summary>Other sockets of the page may need a token; where nobody could check one, it is only one more query value.</summary>
    [Fact]
    public async Task AllowAnonymous_WithoutAnyValidator_IgnoresTokens()
    {
        await using var app = await TestApp.StartAsync(map => map.MapDoor().AllowAnonymous());

        (await app.WhoAsync("/ws?token=bad")).Should().Be("nobody");
    }

    private static Task<TestApp> OpenAnonymousAsync() => TestApp.StartAsync(map => map.MapDoor().AllowAnonymous(), rooms => rooms.AddNames());
}
