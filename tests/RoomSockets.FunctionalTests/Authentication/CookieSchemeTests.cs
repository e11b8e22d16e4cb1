using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.FunctionalTests.Authentication;

/// <summary>A host whose users are signed in with the framework's cookies.</summary>
public sealed class CookieSchemeTests
{
    private const string Foreign = "Origin: https://evil.example";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cookie_FromTheHostsOwnPageOrNoPage_Counts(bool isDefault)
    {
        await using var app = await StartAsync(isDefault);
        var cookie = await SignInAsync(app);

        (await app.WhoAsync("/ws", cookie)).Should().Be("42");
        (await app.WhoAsync("/ws", cookie, $"Origin: {app.Http.GetLeftPart(UriPartial.Authority)}")).Should().Be("42");
        (await app.WhoAsync("/policed", cookie)).Should().Be("42");
        (await app.RefusalAsync("/ws")).Should().Be("401 token_missing");
    }

    [Fact]
    public async Task Cookie_SentByAForeignPage_OpensNothing()
    {
        await using var app = await StartAsync(isDefault: true);
        var cookie = await SignInAsync(app);

        (await app.RefusalAsync("/ws", cookie, Foreign)).Should().Be("403 origin");
        (await app.RefusalAsync("/policed", cookie, Foreign)).Should().NotBe("101");
    }

    /// <summary>REST with the scheme RoomSockets: what the cookie may not do for a foreign page, it may not do with any token beside it either.</summary>
    [Theory]
    [InlineData("/api/me")]
    [InlineData("/api/me?token=anything")]
    public async Task Cookie_SentByAForeignPageToAnApi_IsNoUser(string path)
    {
        await using var app = await StartAsync(isDefault: false);
        var cookie = await SignInAsync(app);

        await using var own = await PolicyTests.GetAsync(app, "/api/me", cookie);
        await using var foreign = await PolicyTests.GetAsync(app, path, cookie, Foreign);

        own.Body.Should().Be("42");
        foreign.Status.Should().BeOneOf(401, 403);
    }

    /// <summary>The first source that has a credential wins, and the host's own authentication is the last of them.</summary>
    [Fact]
    public async Task Cookie_BesideABadToken_DoesNotHealIt()
    {
        await using var app = await StartAsync(isDefault: false);
        var cookie = await SignInAsync(app);

        (await app.RefusalAsync("/ws?token=bad", cookie)).Should().Be("403 token_invalid");
    }

    private static Task<TestApp> StartAsync(bool isDefault) => TestApp.StartAsync(
        map =>
        {
            map.MapDoor();
            map.MapDoor("/policed").RequireAuthorization();
            map.MapGet("/api/me", (ClaimsPrincipal user) => user.FindFirstValue(ClaimTypes.NameIdentifier))
                .RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = RoomSocketsAuthentication.Scheme });
            map.MapGet("/sign-in", () => Results.SignIn(Ann(), authenticationScheme: CookieAuthenticationDefaults.AuthenticationScheme));
        },
        rooms =>
        {
            rooms.UseAuthenticationScheme(CookieAuthenticationDefaults.AuthenticationScheme);
            rooms.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
            rooms.Services.AddAuthentication(isDefault ? CookieAuthenticationDefaults.AuthenticationScheme : "Other")
                .AddCookie("Other")
                .AddCookie();
        });

    private static async Task<string> SignInAsync(TestApp app)
    {
        await using var answer = await PolicyTests.GetAsync(app, "/sign-in");
        return $"Cookie: {answer.Headers["Set-Cookie"].Split(';')[0]}";
    }

    private static ClaimsPrincipal Ann() => new(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, "42")], CookieAuthenticationDefaults.AuthenticationScheme));
}
