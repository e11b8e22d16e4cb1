using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.Authentication;

/// <summary>The framework's own bearer tokens, checked by the framework's own scheme.</summary>
public sealed class BearerSchemeTests
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(20);
    private readonly FakeClock _clock = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Token_FromAnySource_IsHandedToTheScheme(bool isDefault)
    {
        await using var app = await StartAsync(isDefault);
        var token = await SignInAsync(app);

        (await app.WhoAsync($"/ws?token={token}")).Should().Be("42");
        (await app.WhoAsync($"/ws?access_token={token}")).Should().Be("42");
        (await app.WhoAsync("/ws", $"Authorization: Bearer {token}")).Should().Be("42");
        (await app.WhoAsync("/ws", $"Sec-WebSocket-Protocol: roomsockets.raw, roomsockets.bearer.{token}")).Should().Be("42");
        (await app.WhoAsync("/ws", $"Cookie: roomsockets.session={token}")).Should().Be("42");
        (await app.WhoAsync("/policed", $"Sec-WebSocket-Protocol: roomsockets.raw, roomsockets.bearer.{token}")).Should().Be("42");
        (await app.WhoAsync($"/policed?token={token}")).Should().Be("42");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Token_ThatTheSchemeDoesNotKnow_IsRefused(bool isDefault)
    {
        await using var app = await StartAsync(isDefault);

        (await app.RefusalAsync("/ws?token=bad")).Should().Be("403 token_invalid");
        (await app.RefusalAsync("/ws", "Authorization: Bearer bad")).Should().Be("403 token_invalid");
        (await app.RefusalAsync("/ws")).Should().Be("401 token_missing");
    }

    [Fact]
    public async Task Expiry_OfTheSchemesToken_EndsTheConnection()
    {
        await using var app = await StartAsync(isDefault: true);
        var token = await SignInAsync(app);
        await using var client = await app.ConnectAsync($"/ws?token={token}");
        await client.SendAsync("?");
        await client.ReceiveAsync();

        _clock.Advance(Life - TimeSpan.FromSeconds(0.5));
        await client.SendAsync("?");
        (await client.ReceiveAsync()).Should().Be("42");
        _clock.Advance(TimeSpan.FromSeconds(1));

        (await client.ReceiveCloseAsync()).Should().Be((1008, "token_expired"));
        (await app.RefusalAsync($"/ws?token={token}")).Should().StartWith("403 token_");
    }

    private Task<TestApp> StartAsync(bool isDefault) => TestApp.StartAsync(
        map =>
        {
            map.MapDoor();
            map.MapDoor("/policed").RequireAuthorization();
            map.MapGet("/sign-in", () => TypedResults.SignIn(Ann(), authenticationScheme: BearerTokenDefaults.AuthenticationScheme));
        },
        rooms =>
        {
            rooms.UseAuthenticationScheme(BearerTokenDefaults.AuthenticationScheme);
            rooms.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
            rooms.Services.AddAuthentication(isDefault ? BearerTokenDefaults.AuthenticationScheme : "Other")
                .AddBearerToken("Other")
                .AddBearerToken(options => options.BearerTokenExpiration = Life);
        },
        _clock);

    private static async Task<string> SignInAsync(TestApp app)
    {
        await using var answer = await PolicyTests.GetAsync(app, "/sign-in");
        using var json = JsonDocument.Parse(answer.Body);
        return json.RootElement.GetProperty("accessToken").GetString()!;
    }

    private static ClaimsPrincipal Ann() => new(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, "42")], BearerTokenDefaults.AuthenticationScheme));
}
