using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.Authentication;

public sealed class TokenLifeTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public async Task Expiry_OfALiveConnection_ClosesItWith1008()
    {
        await using var app = await StartAsync((context, _) => ValueTask.FromResult(TokenResult.Success(
            context.Token, expiresAt: context.Token == "short" ? _clock.GetUtcNow().AddSeconds(10) : null)));
        await using var brief = await EnterAsync(app, "short");
        await using var lasting = await EnterAsync(app, "long");

        _clock.Advance(TimeSpan.FromSeconds(9.5));
        await brief.SendAsync("?");
        (await brief.ReceiveAsync()).Should().Be("short", "its token still has half a second");
        _clock.Advance(TimeSpan.FromSeconds(1));

        (await brief.ReceiveCloseAsync()).Should().Be((1008, "token_expired"));
        await lasting.SendAsync("?");
        (await lasting.ReceiveAsync()).Should().Be("long", "a token without an end has none");
    }

    [Fact]
    public async Task RevokeTokenAsync_OfALiveToken_ClosesItsConnectionsAlone()
    {
        await using var app = await StartAsync((context, _) => ValueTask.FromResult(TokenResult.Success("ann", tokenId: context.Token)));
        await using var first = await EnterAsync(app, "one");
        await using var second = await EnterAsync(app, "one");
        await using var other = await EnterAsync(app, "two");

        (await app.Rooms.RevokeTokenAsync("one")).Should().Be(2);

        (await first.ReceiveCloseAsync()).Should().Be((1008, "token_invalid"));
        (await second.ReceiveCloseAsync()).Should().Be((1008, "token_invalid"));
        await other.SendAsync("?");
        (await other.ReceiveAsync()).Should().Be("ann", "the same user with another token stays");
        (await app.Rooms.RevokeTokenAsync("one")).Should().Be(0);
    }

    [Fact]
    public async Task User_InTheHandler_IsThePrincipalOfTheValidator()
    {
        Claim[] claims = [new(ClaimTypes.NameIdentifier, "42"), new(ClaimTypes.Name, "Ann"), new(ClaimTypes.Email, "ann@host.example")];
        var principal = new ClaimsPrincipal(new ClaimsIdentity(claims, "test"));
        await using var app = await TestApp.StartAsync(
            map => map.MapRoomSockets<DescribeHandler>("/ws"),
            rooms => rooms.AddTokenValidator((_, _) => ValueTask.FromResult(TokenResult.Success(principal))));

        (await app.WhoAsync("/ws?token=t")).Should().Be("42 Ann ann@host.example noted before the upgrade");
    }

    [Fact]
    public async Task User_OfAnAnonymousConnection_HasNoIdentity()
    {
        await using var app = await TestApp.StartAsync(map => map.MapRoomSockets<DescribeHandler>("/ws").AllowAnonymous());

        (await app.WhoAsync("/ws")).Should().Be("- - - noted before the upgrade");
    }

    private Task<TestApp> StartAsync(Func<TokenContext, CancellationToken, ValueTask<TokenResult>> validate) =>
        TestApp.StartAsync(map => map.MapDoor(), rooms => rooms.AddTokenValidator(validate), _clock);

    /// <summary>An answer proves that the connection is looked after: a clock moved before that would not concern it.</summary>
    private static async Task<TestClient> EnterAsync(TestApp app, string token)
    {
        var client = await app.ConnectAsync($"/ws?token={token}");
        await client.SendAsync("?");
        await client.ReceiveAsync();
        return client;
    }

    private sealed class DescribeHandler : RoomHandler
    {
        public override ValueTask OnConnectingAsync(ConnectingContext context, CancellationToken cancellationToken)
        {
            context.Connection.Items["note"] = "noted before the upgrade";
            return ValueTask.CompletedTask;
        }

        public override ValueTask OnMessageAsync(MessageContext message) => message.ReplyAsync(
            $"{Connection.UserId ?? "-"} {Connection.UserName ?? "-"} {Connection.User.FindFirstValue(ClaimTypes.Email) ?? "-"} {Connection.Items["note"]}");
    }
}
