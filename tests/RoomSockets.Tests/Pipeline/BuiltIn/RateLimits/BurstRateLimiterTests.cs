using System.Threading.RateLimiting;

namespace RoomSockets.Tests;

public sealed class BurstRateLimiterTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public void AttemptAcquire_AfterTheBurst_WaitsForTheClock()
    {
        using var limiter = new BurstRateLimiter(perSecond: 2, burst: 3, _clock);
        for (var i = 0; i < 3; i++) limiter.AttemptAcquire().IsAcquired.Should().BeTrue();

        using var refused = limiter.AttemptAcquire();
        refused.IsAcquired.Should().BeFalse();
        refused.TryGetMetadata(MetadataName.RetryAfter, out var wait).Should().BeTrue();
        wait.Should().BeCloseTo(TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(1));
        limiter.IdleDuration.Should().BeNull();
        _clock.Advance(wait);
        limiter.AttemptAcquire(0).IsAcquired.Should().BeTrue("who takes none only asks");
        limiter.AttemptAcquire().IsAcquired.Should().BeTrue();
        limiter.AttemptAcquire(0).IsAcquired.Should().BeFalse();
        _clock.Advance(TimeSpan.FromSeconds(10));
        limiter.IdleDuration.Should().NotBeNull();
    }
}
