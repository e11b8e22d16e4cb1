using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.FunctionalTests.Authentication;

public sealed class PolicyTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Socket_WithAPolicy_LetsInWhomItAllows(bool otherDefault)
    {
        await using var app = await StartAsync(otherDefault);

        (await app.WhoAsync("/ws?token=admin")).Should().Be("admin");
        (await app.WhoAsync("/ws", "Sec-WebSocket-Protocol: roomsockets.bearer.admin")).Should().Be("admin");
        (await app.RefusalAsync("/ws?token=guest")).Should().Be("403 forbidden");
        (await app.RefusalAsync("/ws?token=bad")).Should().Be("403 token_invalid");
        (await app.RefusalAsync("/ws?token=old")).Should().Be("403 token_expired");
        (await app.RefusalAsync("/ws?token=admin&token=guest")).Should().Be("400 bad_value");
        (await app.RefusalAsync("/ws")).Should().Be("401 token_missing");
    }

    [Fact]
    public async Task Socket_InAGroupWithAPolicy_TakesItsToken()
    {
        await using var app = await StartAsync(otherDefault: true);

        (await app.WhoAsync("/group/ws?token=admin")).Should().Be("admin");
        (await app.RefusalAsync("/group/ws?token=guest")).Should().Be("403 forbidden");
        (await app.RefusalAsync("/group/ws")).Should().Be("401 token_missing");
    }

    [Fact]
    public async Task Socket_WithAPolicy_IsStillClosedToForeignPages()
    {
        await using var app = await StartAsync(otherDefault: false);

        (await app.RefusalAsync("/ws?token=admin", "Origin: https://evil.example")).Should().Be("403 origin");
    }

    /// <summary>A fallback policy is for endpoints that say nothing; sockets check their token whoever the host's default is.</summary>
    [Fact]
    public async Task Socket_UnderAFallbackPolicyOfAnotherScheme_TakesItsToken()
    {
        await using var app = await TestApp.StartAsync(map => map.MapDoor(), rooms =>
        {
            rooms.AddNames().Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
            rooms.Services.AddAuthorization(options => options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        });

        (await app.WhoAsync("/ws?token=ok-ann")).Should().Be("ann");
        (await app.RefusalAsync("/ws")).Should().Be("401 token_missing");
    }

    [Fact]
    public async Task MinimalApi_WithOurScheme_KnowsTheUserOfAQueryToken()
    {
        await using var app = await StartAsync(otherDefault: true);

        await using var answer = await GetAsync(app, "/api/me?token=admin");

        answer.Status.Should().Be(200);
        answer.Body.Should().Be("admin");
        (await GetStatusAsync(app, "/api/me?token=guest")).Should().Be("403 forbidden");
        (await GetStatusAsync(app, "/api/me")).Should().Be("401 token_missing");
    }

    [Fact]
    public async Task MinimalApi_WhereOursIsTheOnlyScheme_NeedNotNameIt()
    {
        await using var app = await TestApp.StartAsync(
            map => map.MapGet("/api/me", (ClaimsPrincipal user) => user.Identity!.Name).RequireAuthorization(),
            rooms => rooms.AddNames());

        await using var answer = await GetAsync(app, "/api/me?token=ok-ann");

        answer.Body.Should().Be("ann");
        (await GetStatusAsync(app, "/api/me")).Should().Be("401 token_missing");
    }

    /// <summary>protocol.md: REST answers 401 with WWW-Authenticate for any missing or bad token.</summary>
    [Fact]
    public async Task MinimalApi_WithABadToken_Gets401()
    {
        await using var app = await StartAsync(otherDefault: true);

        await using var answer = await GetAsync(app, "/api/me?token=bad");

        answer.Verdict().Should().Be("401 token_invalid");
        answer.Headers["WWW-Authenticate"].Should().StartWith("Bearer");
    }

    internal static Task<RawClient> GetAsync(TestApp app, string path, params string[] headers) =>
        app.KnockAsync(path, [.. headers, "Upgrade:", "Connection:", "Sec-WebSocket-Key:", "Sec-WebSocket-Version:"]);

    private static async Task<string> GetStatusAsync(TestApp app, string path)
    {
        await using var answer = await GetAsync(app, path);
        return answer.Verdict();
    }

    private static Task<TestApp> StartAsync(bool otherDefault) => TestApp.StartAsync(
        map =>
        {
            map.MapDoor().RequireAuthorization("admins");
            map.MapGroup("/group").RequireAuthorization("admins").MapRoomSockets("/ws", message => message.ReplyAsync(message.Connection.UserId!));
            map.MapGet("/api/me", (HttpContext http) => http.User.Identity!.Name)
                .RequireAuthorization(new AuthorizeAttribute("admins") { AuthenticationSchemes = RoomSocketsAuthentication.Scheme });
        },
        rooms =>
        {
            rooms.AddTokenValidator((context, _) => ValueTask.FromResult(context.Token switch
            {
                "bad" => TokenResult.Failure(),
                "old" => TokenResult.Success("old", expiresAt: DateTimeOffset.UnixEpoch),
                _ => TokenResult.Success(context.Token),
            }));
            rooms.Services.AddAuthorization(options => options.AddPolicy("admins", policy => policy.RequireClaim(ClaimTypes.NameIdentifier, "admin")));
            if (otherDefault) rooms.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        });
}
