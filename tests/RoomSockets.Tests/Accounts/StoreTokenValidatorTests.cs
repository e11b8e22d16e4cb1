namespace RoomSockets.Tests;

public sealed class StoreTokenValidatorTests
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(30);

    [Fact]
    public async Task ValidateAsync_ATokenOfOurs_SaysWhoseAndUntilWhen()
    {
        using var world = new AccountWorld();
        var user = await world.RegisterAsync("Ann");
        var issued = await world.LoginAsync("ann");

        var identity = (await world.ValidateAsync(issued.Text)).Identity!;

        identity.UserId.Should().Be(user.ConnectionUserId);
        identity.UserName.Should().Be("Ann");
        identity.ExpiresAt.Should().Be(world.Clock.GetUtcNow() + Life);
        identity.TokenId.Should().Be($"token:{issued.Token.Id}");
    }

    [Theory]
    [InlineData("secret")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl")]
    [InlineData("Token_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public async Task ValidateAsync_NoTokenOfOurs_IsForOthersToJudge(string token)
    {
        using var world = new AccountWorld();

        (await world.ValidateAsync(token)).Should().BeSameAs(TokenResult.NoResult);
    }

    [Fact]
    public async Task ValidateAsync_AfterItsEnd_HasExpired()
    {
        using var world = new AccountWorld(options => (options.TokenLifetime, options.SlidingTokens) = (TimeSpan.FromMinutes(1), false));
        await world.RegisterAsync("ann");
        var issued = await world.LoginAsync("ann");
        world.Clock.Advance(TimeSpan.FromSeconds(59));
        (await world.ValidateAsync(issued.Text)).Identity.Should().NotBeNull();

        world.Clock.Advance(TimeSpan.FromSeconds(1));

        (await world.ValidateAsync(issued.Text)).FailureCode.Should().Be("token_expired", "also where the cache still has it");
    }

    [Fact]
    public async Task ValidateAsync_WithoutALifetime_NeverEnds()
    {
        using var world = new AccountWorld(options => options.TokenLifetime = null);
        await world.RegisterAsync("ann");
        var issued = await world.LoginAsync("ann");
        world.Clock.Advance(TimeSpan.FromDays(4000));

        (await world.ValidateAsync(issued.Text)).Identity!.ExpiresAt.Should().BeNull();
    }

    [Theory]
    [InlineData(14, 30)]
    [InlineData(15, 45)]
    [InlineData(29, 59)]
    public async Task ValidateAsync_HalfOfItsLifeIsOver_MovesItsEnd(int afterDays, int endDays)
    {
        using var world = new AccountWorld();
        var user = await world.RegisterAsync("ann");
        var issued = await world.LoginAsync("ann");
        var end = world.Clock.GetUtcNow() + TimeSpan.FromDays(endDays);
        world.Clock.Advance(TimeSpan.FromDays(afterDays));

        (await world.ValidateAsync(issued.Text)).Identity!.ExpiresAt.Should().Be(end);
        (await world.Tokens.GetAsync(user.Id, default).Soon()).Single().ExpiresAt.Should().Be(end);
    }

    [Fact]
    public async Task ValidateAsync_WithoutSliding_KeepsItsEnd()
    {
        using var world = new AccountWorld(options => options.SlidingTokens = false);
        await world.RegisterAsync("ann");
        var issued = await world.LoginAsync("ann");
        world.Clock.Advance(TimeSpan.FromDays(20));

        (await world.ValidateAsync(issued.Text)).Identity!.ExpiresAt.Should().Be(issued.Token.ExpiresAt);
    }

    [Fact]
    public async Task ValidateAsync_RemovedBehindItsBack_IsBelievedForTheCacheTimeAndNoLonger()
    {
        using var world = new AccountWorld();
        await world.RegisterAsync("ann");
        var issued = await world.LoginAsync("ann");
        await world.ValidateAsync(issued.Text);
        await world.Tokens.RemoveAsync(issued.Token.Id, default).Soon();

        (await world.ValidateAsync(issued.Text)).Identity.Should().NotBeNull("another node removed it");
        world.Clock.Advance(TimeSpan.FromSeconds(5));
        (await world.ValidateAsync(issued.Text)).Should().BeSameAs(TokenResult.NoResult);
    }

    [Fact]
    public async Task ValidateAsync_WithoutCacheTime_AsksEachTime()
    {
        using var world = new AccountWorld(options => options.TokenCacheTime = TimeSpan.Zero);
        await world.RegisterAsync("ann");
        var issued = await world.LoginAsync("ann");
        await world.ValidateAsync(issued.Text);
        await world.Tokens.RemoveAsync(issued.Token.Id, default).Soon();

        (await world.ValidateAsync(issued.Text)).Should().BeSameAs(TokenResult.NoResult);
    }

    [Fact]
    public async Task ValidateAsync_NotThereYet_IsAskedForAgain()
    {
        using var world = new AccountWorld();
        var user = await world.RegisterAsync("ann");
        var key = TokenKey.New();
        (await world.ValidateAsync(key)).Should().BeSameAs(TokenResult.NoResult);

        await world.Tokens.AddAsync(user.Id, TokenKey.Hash(key), null, default).Soon();

        AccountWorld.NameOf(await world.ValidateAsync(key)).Should().Be("ann");
    }
}
