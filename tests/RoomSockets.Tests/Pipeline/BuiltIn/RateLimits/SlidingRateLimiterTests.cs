using System.Threading.RateLimiting;

namespace RoomSockets.Tests;

public sealed class SlidingRateLimiterTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public void AttemptAcquire_InAnyWindow_GivesThatManyExactly()
    {
        using var limiter = new SlidingRateLimiter(3, TimeSpan.FromSeconds(60), _clock);
        for (var i = 0; i < 3; i++)
        {
            Take(limiter).Should().BeTrue();
            _clock.Advance(TimeSpan.FromSeconds(10));
        }

        // 30 s are over; the first one is forgotten after 60.
        using var refused = limiter.AttemptAcquire();
        refused.IsAcquired.Should().BeFalse();
        refused.TryGetMetadata(MetadataName.RetryAfter, out var wait).Should().BeTrue();
        wait.Should().Be(TimeSpan.FromSeconds(30));
        _clock.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
        Take(limiter).Should().BeFalse();
        _clock.Advance(TimeSpan.FromTicks(1));
        Take(limiter).Should().BeTrue();
        Take(limiter).Should().BeFalse();
    }

    [Fact]
    public void AttemptAcquire_OfNone_OnlyAsks()
    {
        using var limiter = new SlidingRateLimiter(1, TimeSpan.FromSeconds(60), _clock);

        for (var i = 0; i < 5; i++) limiter.AttemptAcquire(0).IsAcquired.Should().BeTrue();
        Take(limiter).Should().BeTrue();
        limiter.AttemptAcquire(0).IsAcquired.Should().BeFalse();
    }

    [Fact]
    public void IdleDuration_WhileItRemembers_IsNull()
    {
        using var limiter = new SlidingRateLimiter(1, TimeSpan.FromSeconds(60), _clock);
        limiter.IdleDuration.Should().NotBeNull();
        Take(limiter);
        limiter.IdleDuration.Should().BeNull();
        _clock.Advance(TimeSpan.FromSeconds(60));
        limiter.IdleDuration.Should().NotBeNull();
    }

    [Fact]
    public async Task AttemptAcquire_FromManyThreads_GivesThatMany()
    {
        using var limiter = new SlidingRateLimiter(1000, TimeSpan.FromSeconds(60), _clock);

        var given = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Enumerable.Range(0, 1000).Count(_ => Take(limiter))))).WaitAsync(TimeSpan.FromSeconds(30));

        given.Sum().Should().Be(1000);
    }

    /// <summary>While it decides the clock goes on.</summary>
    [Fact]
    public void AttemptAcquire_AtTheEdgeOfTheWindow_TellsAWait()
    {
        using var limiter = new SlidingRateLimiter(1, TimeSpan.FromSeconds(2), new RunningClock());
        Take(limiter).Should().BeTrue();

        using var refused = limiter.AttemptAcquire();

        refused.TryGetMetadata(MetadataName.RetryAfter, out var wait).Should().BeTrue();
        wait.Should().Be(TimeSpan.FromSeconds(1));
    }

    private static bool Take(RateLimiter limiter)
    {
        using var lease = limiter.AttemptAcquire();
        return lease.IsAcquired;
    }

    /// <summary>A second later each time that it is looked at.</summary>
    private sealed class RunningClock : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _seconds++;
    }
}
