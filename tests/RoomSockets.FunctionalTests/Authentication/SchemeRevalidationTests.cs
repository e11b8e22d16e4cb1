using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.Authentication;

/// <summary>Connections that a cookie of the host's let in are asked about with that cookie, long after the request was answered.</summary>
public sealed class SchemeRevalidationTests
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly FakeClock _clock = new();
    private volatile bool _isBlocked;
    private int _asked;

    /// <summary>The scheme wants to renew the cookie each time, and has nowhere to write it.</summary>
    [Fact]
    public async Task Cookie_ThatTheHostStillAccepts_KeepsTheConnection()
    {
        await using var app = await StartAsync();
        await using var client = await app.KnockAsync("/ws", await SignInAsync(app));

        for (var times = _asked; times <= 3; times = _asked) await AskAgainAsync(times + 1);

        await client.SendAsync("?");
        (await client.ReadTextAsync()).Should().Be("42");
        app.Logs.Entries.Should().NotContain(entry => entry.Text.Contains("could not be checked again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cookie_ThatTheHostRejectsNow_EndsTheConnection()
    {
        await using var app = await StartAsync();
        await using var client = await app.KnockAsync("/ws", await SignInAsync(app));
        await client.SendAsync("?");
        await client.ReadTextAsync();

        _isBlocked = true;
        _clock.Advance(Every + Every);

        (await client.ReadCloseAsync()).Should().Be((1008, "token_invalid"));
    }

    private Task AskAgainAsync(int times) => TestApp.EventuallyAsync(
        () =>
        {
            if (_asked < times) _clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(_asked >= times);
        },
        $"the scheme was asked {times} times");

    private Task<TestApp> StartAsync() => TestApp.StartAsync(
        map =>
        {
            map.MapDoor();
            map.MapGet("/sign-in", () => Results.SignIn(
                new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, "42")], "test")), authenticationScheme: CookieAuthenticationDefaults.AuthenticationScheme));
        },
        rooms =>
        {
            rooms.UseAuthenticationScheme(CookieAuthenticationDefaults.AuthenticationScheme);
            rooms.Services.Configure<RoomSocketsOptions>(options => (options.RevalidateEvery, options.PingInterval, options.DeadAfter) = (Every, TimeSpan.FromHours(1), TimeSpan.FromHours(2)));
            rooms.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
            rooms.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options => options.Events.OnValidatePrincipal = context =>
            {
                Interlocked.Increment(ref _asked);
                context.ShouldRenew = true;
                if (_isBlocked) context.RejectPrincipal();
                return Task.CompletedTask;
            });
        },
        _clock);

    private static async Task<string> SignInAsync(TestApp app)
    {
        await using var answer = await PolicyTests.GetAsync(app, "/sign-in");
        return $"Cookie: {answer.Headers["Set-Cookie"].Split(';')[0]}";
    }
}
