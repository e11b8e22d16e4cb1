using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.Tests;

/// <summary>The life of a token: issued, several per user, revoked, and its sockets with it.</summary>
public sealed class TokenTests
{
    [Fact]
    public async Task LoginAsync_OnSeveralDevices_IssuesATokenEach()
    {
        using var world = new AccountWorld();
        var user = await world.RegisterAsync("ann");

        var (first, second) = (await world.LoginAsync("ann"), await world.LoginAsync("ann"));

        first.Text.Should().NotBe(second.Text);
        (await world.Accounts.GetTokensAsync(user.Id, default).Soon()).Select(token => token.Id).Should().Equal(first.Token.Id, second.Token.Id);
        AccountWorld.NameOf(await world.ValidateAsync(first.Text)).Should().Be("ann");
    }

    [Fact]
    public async Task LoginAsync_OneTokenPerUser_RevokesTheOlderAndClosesItsSockets()
    {
        using var world = new AccountWorld(options => options.OneTokenPerUser = true);
        await world.RegisterAsync("ann");
        await world.RegisterAsync("ben");
        var (old, others) = (await world.LoginAsync("ann"), await world.LoginAsync("ben"));
        var (socket, other) = (await world.ConnectAsync(old.Text), await world.ConnectAsync(others.Text));

        var issued = await world.LoginAsync("ann");

        socket.Reason.Should().Be(CloseReason.TokenRevoked);
        other.Reason.Should().BeNull();
        (await world.ValidateAsync(old.Text)).Should().BeSameAs(TokenResult.NoResult, "the cache forgot it, too");
        AccountWorld.NameOf(await world.ValidateAsync(issued.Text)).Should().Be("ann");
    }

    [Fact]
    public async Task LoginAsync_BeyondTheTokensOfAUser_TheOldestGoes()
    {
        using var world = new AccountWorld(options => options.MaxTokensPerUser = 3);
        var user = await world.RegisterAsync("ann");
        var issued = new List<IssuedToken>();
        for (var i = 0; i < 3; i++) issued.Add(await world.LoginAsync("ann"));
        (await world.Tokens.GetAsync(user.Id, default).Soon()).Should().HaveCount(3);

        issued.Add(await world.LoginAsync("ann"));

        (await world.Tokens.GetAsync(user.Id, default).Soon()).Select(token => token.Id).Should().Equal(issued.Skip(1).Select(one => one.Token.Id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LogoutAsync_AToken_OpensNothingAnyMoreAndItsSocketsAreClosed(bool withPrefix)
    {
        using var world = new AccountWorld();
        await world.RegisterAsync("ann");
        var (issued, device) = (await world.LoginAsync("ann"), await world.LoginAsync("ann"));
        var (socket, other) = (await world.ConnectAsync(issued.Text), await world.ConnectAsync(device.Text));

        await world.Accounts.LogoutAsync(withPrefix ? issued.Text : issued.Text["Token_".Length..], default).Soon();

        socket.Reason.Should().Be(CloseReason.TokenRevoked);
        other.Reason.Should().BeNull("it has a token of its own");
        (await world.ValidateAsync(issued.Text)).Should().BeSameAs(TokenResult.NoResult);
        await world.Accounts.LogoutAsync(issued.Text, default).Soon();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("Token_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public async Task LogoutAsync_NoToken_IsNoError(string? token)
    {
        using var world = new AccountWorld();

        await world.Accounts.LogoutAsync(token, default).Soon();
    }

    [Fact]
    public async Task RevokeAsync_ATokenOfOnes_IsGoneAndThoseOfOthersStay()
    {
        using var world = new AccountWorld();
        var (ann, ben) = (await world.RegisterAsync("ann"), await world.RegisterAsync("ben"));
        var issued = await world.LoginAsync("ann");
        var socket = await world.ConnectAsync(issued.Text);

        (await world.Accounts.RevokeAsync(ben.Id, issued.Token.Id, default).Soon()).Should().BeFalse();
        socket.Reason.Should().BeNull();
        (await world.Accounts.RevokeAsync(ann.Id, issued.Token.Id, default).Soon()).Should().BeTrue();
        socket.Reason.Should().Be(CloseReason.TokenRevoked);
        (await world.Accounts.RevokeAsync(ann.Id, issued.Token.Id, default).Soon()).Should().BeFalse();
    }

    [Fact]
    public async Task LogoutAsync_WhoeverAskedHasGone_IsDoneAllTheSame()
    {
        using var gone = new CancellationTokenSource();
        InterruptedTokens? store = null;
        using var world = new AccountWorld(build: builder => builder.Services.AddSingleton<ITokenStore>(services =>
            store = new InterruptedTokens(ActivatorUtilities.CreateInstance<MemoryTokenStore>(services))));
        await world.RegisterAsync("ann");
        var issued = await world.LoginAsync("ann");
        var socket = await world.ConnectAsync(issued.Text);
        store!.OnCall = gone.Cancel;

        await world.Accounts.LogoutAsync(issued.Text, gone.Token).Soon();

        socket.Reason.Should().Be(CloseReason.TokenRevoked);
        (await world.ValidateAsync(issued.Text)).Should().BeSameAs(TokenResult.NoResult);
    }

    [Fact]
    public async Task RevokeAsync_TheStoreIsAway_SaysSoAndClosesNothing()
    {
        InterruptedTokens? store = null;
        using var world = new AccountWorld(build: builder => builder.Services.AddSingleton<ITokenStore>(services =>
            store = new InterruptedTokens(ActivatorUtilities.CreateInstance<MemoryTokenStore>(services))));
        await world.RegisterAsync("ann");
        var issued = await world.LoginAsync("ann");
        var socket = await world.ConnectAsync(issued.Text);
        store!.OnCall = static () => throw new StoreUnavailableException("away");

        await FluentActions.Awaiting(() => world.Accounts.LogoutAsync(issued.Text, default).Soon()).Should().ThrowAsync<StoreUnavailableException>();
        await FluentActions.Awaiting(() => world.ValidateAsync(TokenKey.New())).Should().ThrowAsync<StoreUnavailableException>("it is no answer about a token");
        await FluentActions.Awaiting(() => world.TryLoginAsync("ann", "password")).Should().ThrowAsync<StoreUnavailableException>();

        socket.Reason.Should().BeNull();
        store.OnCall = static () => { };
        (await world.TryLoginAsync("ann", "password")).Value.Should().NotBeNull();
    }

    [Fact]
    public async Task IssueAsync_TheStore_GetsAHashAndNoKey()
    {
        using var world = new AccountWorld(options => options.TokenPrefix = "");
        await world.RegisterAsync("ann");

        var issued = await world.LoginAsync("ann");

        issued.Text.Should().MatchRegex("^[0-9a-f]{64}$");
        issued.Token.ToString().Should().NotContain(issued.Text);
        (await world.Tokens.FindAsync(Convert.FromHexString(issued.Text), default).Soon()).Should().BeNull("the key itself is not what it is found by");
        (await world.Tokens.FindAsync(TokenKey.Hash(issued.Text), default).Soon()).Should().NotBeNull();
    }
}
