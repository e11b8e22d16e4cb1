using Microsoft.Extensions.DependencyInjection;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.Accounts;

/// <summary>The life of tokens that were issued here.</summary>
public sealed class TokenTests
{
    [Fact]
    public async Task Logout_OfAToken_ClosesItsSocketsAndNoOthers()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        var phone = await api.SignInAsync("ann");
        var laptop = await api.SignInAsync("ann");
        await using var onPhone = await app.ConnectAsync($"/ws/lobby?token={phone}");
        await using var onLaptop = await app.ConnectAsync($"/ws/lobby?token={laptop}");

        api.Token = null;
        var logout = await api.PostAsync("logout", new { token = phone });

        (logout.Status, logout.Text).Should().Be((200, "\"ok\""));
        (await onPhone.ReceiveCloseAsync()).Should().Be((1008, "token_invalid"));
        await onLaptop.SendAsync("still here");
        (await onLaptop.ReceiveAsync()).Should().Be("still here");
        await using var knock = await app.KnockAsync($"/ws/lobby?token={phone}");
        knock.Status.Should().Be(403);
    }

    [Theory]
    [InlineData("Token_0000")]
    [InlineData("nonsense")]
    [InlineData("")]
    [InlineData("Token_0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task Logout_OfWhatIsNoToken_IsOk(string token)
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);

        (await api.PostAsync("logout", new { token })).Text.Should().Be("\"ok\"");
        (await api.PostAsync("logout")).Text.Should().Be("\"ok\"");
    }

    [Fact]
    public async Task Tokens_OfTheCaller_AreListedWithoutTheirKeysAndRevoked()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        await api.SignInAsync("ben");
        var other = (await api.GetAsync("tokens")).Json[0]!["id"]!.GetValue<long>();
        var phone = await api.SignInAsync("ann");
        await api.SignInAsync("ann");
        await using var onPhone = await app.ConnectAsync($"/ws/lobby?token={phone}");

        var list = (await api.GetAsync("tokens")).Json.AsArray();
        list.Should().HaveCount(2);
        list[0]!.AsObject().Select(pair => pair.Key).Should().Equal("id", "created_at", "expires_at", "last_used_at");
        (await api.DeleteAsync($"tokens/{list[0]!["id"]}")).Status.Should().Be(200);

        (await onPhone.ReceiveCloseAsync()).Should().Be((1008, "token_invalid"));
        (await api.DeleteAsync($"tokens/{list[0]!["id"]}")).Problem.Should().Be((404, "no_such_token"));
        (await api.DeleteAsync($"tokens/{other}")).Problem.Should().Be((404, "no_such_token"), "it is Ben's");
        (await api.DeleteAsync("tokens/x")).Problem.Should().Be((404, "no_such_token"));
        (await api.GetAsync("tokens")).Json.AsArray().Should().ContainSingle();
    }

    [Fact]
    public async Task OneTokenPerUser_Login_RevokesTheOlderOneAndClosesItsSockets()
    {
        await using var app = await AccountApp.StartAsync(accounts => accounts.OneTokenPerUser = true);
        using var api = new Api(app.Http);
        var old = await api.SignInAsync("ann");
        await using var client = await app.ConnectAsync($"/ws/lobby?token={old}");

        await api.SignInAsync("ann");

        (await client.ReceiveCloseAsync()).Should().Be((1008, "token_invalid"));
        (await api.GetAsync("tokens")).Json.AsArray().Should().ContainSingle();
    }

    [Fact]
    public async Task MaxTokensPerUser_OneMore_RevokesTheOldest()
    {
        await using var app = await AccountApp.StartAsync(accounts => accounts.MaxTokensPerUser = 2);
        using var api = new Api(app.Http);
        var oldest = await api.SignInAsync("ann");
        var second = await api.SignInAsync("ann");
        await api.SignInAsync("ann");

        (await api.GetAsync("tokens")).Json.AsArray().Should().HaveCount(2);
        await using var refused = await app.KnockAsync($"/ws/lobby?token={oldest}");
        refused.Status.Should().Be(403);
        await using var accepted = await app.ConnectAsync($"/ws/lobby?token={second}");
    }

    [Fact]
    public async Task Token_AtItsEnd_OpensNothingAndItsSocketsEnd()
    {
        var clock = new FakeClock();
        await using var app = await AccountApp.StartAsync(
            accounts => (accounts.TokenLifetime, accounts.SlidingTokens) = (TimeSpan.FromHours(1), false),
            rooms => rooms.Services.Configure<RoomSocketsOptions>(options => (options.PingInterval, options.DeadAfter) = (TimeSpan.FromHours(1), TimeSpan.FromHours(2))),
            clock: clock);
        using var api = new Api(app.Http);
        var token = await api.SignInAsync("ann");
        await using var client = await app.ConnectAsync($"/ws/lobby?token={token}");

        clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(0.5));

        (await client.ReceiveCloseAsync()).Should().Be((1008, "token_expired"));
        (await api.GetAsync("me")).Problem.Should().Be((401, "token_expired"));
    }

    [Fact]
    public async Task SlidingToken_UsedInItsSecondHalf_LivesOn()
    {
        var clock = new FakeClock();
        await using var app = await AccountApp.StartAsync(accounts => accounts.TokenLifetime = TimeSpan.FromHours(1), clock: clock);
        using var api = new Api(app.Http);
        await api.SignInAsync("ann");

        for (var i = 0; i < 4; i++)
        {
            clock.Advance(TimeSpan.FromMinutes(40));
            (await api.GetAsync("me")).Status.Should().Be(200, "used {0} minutes after it was issued", 40 * (i + 1));
        }

        clock.Advance(TimeSpan.FromMinutes(61));
        (await api.GetAsync("me")).Problem.Should().Be((401, "token_expired"));
    }

    [Fact]
    public async Task Store_HasNoKeyOfAToken()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        var token = await api.SignInAsync("ann");
        var store = (ITokenStore)app.Services.GetService(typeof(ITokenStore))!;

        var key = token["Token_".Length..];
        (await store.FindAsync(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(key)), default)).Should().NotBeNull();
        app.Logs.Entries.Select(entry => entry.ToString()).Should().NotContain(line => line.Contains(key, StringComparison.Ordinal));
    }
}
