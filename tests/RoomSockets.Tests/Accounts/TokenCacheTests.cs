namespace RoomSockets.Tests;

public sealed class TokenCacheTests
{
    private static readonly StoredUser Ann = new(1, "ann", null, null, default);
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(5);

    private readonly FakeClock _clock = new();

    [Fact]
    public void Find_WithinItsTime_IsThere()
    {
        var cache = new TokenCache(_clock);
        cache.Add("hash", Token(7), Ann, Life, cache.Revocations);

        cache.Find("hash").Should().Be((Token(7), Ann));
        cache.Find("other").Should().BeNull();
        _clock.Advance(Life);
        cache.Find("hash").Should().BeNull();
    }

    [Fact]
    public void Remove_AToken_ForgetsItAndNoOther()
    {
        var cache = new TokenCache(_clock);
        cache.Add("seven", Token(7), Ann, Life, cache.Revocations);
        cache.Add("eight", Token(8), Ann, Life, cache.Revocations);

        cache.Remove(7);

        cache.Find("seven").Should().BeNull();
        cache.Find("eight").Should().NotBeNull();
    }

    [Fact]
    public void Add_LookedUpBeforeARevocation_IsNotRemembered()
    {
        var cache = new TokenCache(_clock);
        var revocations = cache.Revocations;
        cache.Remove(7);

        cache.Add("hash", Token(7), Ann, Life, revocations);

        cache.Find("hash").Should().BeNull("it may be the one that was revoked");
    }

    [Fact]
    public void Add_TokensWithoutNumber_IsBounded()
    {
        var cache = new TokenCache(_clock);
        for (var i = 0; i <= 10_000; i++) cache.Add($"{i}", Token(i), Ann, Life, cache.Revocations);

        cache.Find("0").Should().BeNull();
        cache.Find("10000").Should().NotBeNull();
    }

    private static StoredToken Token(long id) => new(id, 1, default, null, default);
}
