namespace RoomSockets.Tests;

public sealed class RatePartitionTests
{
    private readonly FakeClock _clock = new();

    /// <summary>Somebody has just made it and is about to use it, and somebody else clears up in between.</summary>
    [Fact]
    public void TryAcquire_OfOneThatWasGivenUp_IsNullAndUsesUpNothing()
    {
        var partition = Create();

        partition.TryGiveUp(onlyIdle: true).Should().BeTrue();

        partition.TryAcquire(1).Should().BeNull("what is counted there is forgotten");
    }

    [Fact]
    public void TryGiveUp_OfOneThatWasUsed_WaitsUntilItIsAsGoodAsNew()
    {
        var partition = Create();
        partition.TryAcquire(1)!.Dispose();

        partition.TryGiveUp(onlyIdle: true).Should().BeFalse();
        _clock.Advance(TimeSpan.FromMinutes(1));
        partition.TryGiveUp(onlyIdle: true).Should().BeTrue();
    }

    private RatePartition Create() => new(new SlidingRateLimiter(1, TimeSpan.FromMinutes(1), _clock));
}
