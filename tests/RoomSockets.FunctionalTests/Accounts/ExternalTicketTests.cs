using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.Authentication;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.Accounts;

/// <summary>Tickets of users whose tokens are issued elsewhere: they are what their token said.</summary>
public sealed class ExternalTicketTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public async Task Ticket_OfAForeignToken_HasItsUserItsClaimsAndItsEnd()
    {
        await using var app = await StartAsync();
        using var api = new Api(app.Http) { Token = "jwt-7" };
        var ticket = await TicketAsync(api);

        await using var client = await app.ConnectAsync($"/ws?ticket={ticket}");
        await client.SendAsync("?");
        (await client.ReceiveAsync()).Should().Be("auth0|7 Ann speaker,editor True");

        _clock.Advance(TimeSpan.FromSeconds(60.5));
        (await client.ReceiveCloseAsync()).Should().Be((1008, "token_expired"));
    }

    [Fact]
    public async Task RevokeTokenAsync_OfTheToken_ClosesTheSocketAndVoidsTheTicket()
    {
        await using var app = await StartAsync();
        using var api = new Api(app.Http) { Token = "jwt-7" };
        var (used, unused) = (await TicketAsync(api), await TicketAsync(api));
        await using var client = await app.ConnectAsync($"/ws?ticket={used}");
        _clock.Advance(TimeSpan.FromSeconds(5));

        (await app.Rooms.RevokeTokenAsync("jti-7")).Should().Be(1);
        _clock.Advance(TimeSpan.FromSeconds(5));

        (await client.ReceiveCloseAsync()).Should().Be((1008, "token_invalid"));
        (await app.RefusalAsync($"/ws?ticket={unused}")).Should().Be("403 token_invalid");
    }

    [Fact]
    public async Task RevokeUserAsync_OfTheUser_VoidsTheTicketAndNotTheNextOne()
    {
        await using var app = await StartAsync();
        using var api = new Api(app.Http) { Token = "jwt-7" };
        var before = await TicketAsync(api);
        _clock.Advance(TimeSpan.FromSeconds(5));

        await app.Rooms.RevokeUserAsync("auth0|7");
        _clock.Advance(TimeSpan.FromSeconds(5));
        var after = await TicketAsync(api);

        await using var late = await app.ConnectAsync($"/ws?ticket={before}");
        (await late.ReceiveCloseAsync()).Should().Be((1008, "token_invalid"));
        (await app.WhoAsync($"/ws?ticket={after}")).Should().StartWith("auth0|7", "the token's own validator lets it in again");
    }

    [Fact]
    public async Task Ticket_OfMoreClaimsThanCanBeKept_IsRefused()
    {
        await using var app = await StartAsync();
        using var api = new Api(app.Http) { Token = "jwt-much" };

        (await api.PostAsync("ticket")).Problem.Should().Be((400, "bad_value"));
    }

    /// <summary>The validator comes first and refuses what it does not know, as schemes of the host's do.</summary>
    private Task<TestApp> StartAsync() => TestApp.StartAsync(
        map =>
        {
            map.MapRoomSocketsApi("/api", api => api.Accounts = false);
            map.MapRoomSockets("/ws", message => message.ReplyAsync(
                $"{message.Connection.UserId} {message.Connection.UserName} {string.Join(',', message.Connection.User.FindAll("right").Select(claim => claim.Value))} {message.Connection.User.IsInRole("speaker")}"));
        },
        rooms =>
        {
            rooms.AddTokenValidator((context, _) => ValueTask.FromResult(context.Token.StartsWith("jwt-", StringComparison.Ordinal) ? Judge(context.Token[4..]) : TokenResult.Failure()));
            rooms.AddMemoryStore().Services.Configure<RoomSocketsOptions>(options => (options.PingInterval, options.DeadAfter) = (TimeSpan.FromHours(1), TimeSpan.FromHours(2)));
        },
        _clock);

    private TokenResult Judge(string user)
    {
        Claim[] claims = [new("sub", $"auth0|{user}"), new("nick", "Ann"), new("right", "speaker"), new("right", "editor")];
        if (user == "much") claims = [.. claims, new("all", new string('x', 70_000))];
        return TokenResult.Success(new ClaimsPrincipal(new ClaimsIdentity(claims, "jwt", "nick", "right")), _clock.GetUtcNow().AddMinutes(1), $"jti-{user}");
    }

    private static async Task<string> TicketAsync(Api api) => (await api.PostAsync("ticket")).Json["ticket"]!.GetValue<string>();
}
