using System.Threading.RateLimiting;

namespace RoomSockets.Tests;

public sealed class RateGateTests : IDisposable
{
    private readonly BuiltInWorld _world = new();

    [Fact]
    public void Ask_WhereOneRefuses_UsesUpNoneOfTheOthers()
    {
        using var gate = Create(new RoomRateLimitOptions().Messages(perMinute: 2, by: RateLimitBy.Connection).Messages(perMinute: 3, by: RateLimitBy.Room));
        var (ann, bob) = (_world.Connect("ann"), _world.Connect("bob"));
        Passes(gate, ann, "r").Should().BeTrue();
        Passes(gate, ann, "r").Should().BeTrue();

        for (var i = 0; i < 10; i++) Passes(gate, ann, "r").Should().BeFalse("she has had her two");

        Passes(gate, bob, "r").Should().BeTrue("what she was refused is not counted for the room");
        for (var i = 0; i < 10; i++) Passes(gate, bob, "r").Should().BeFalse("the room has had its three");
        Passes(gate, bob, "other").Should().BeTrue("what the room refused is not counted for him");
    }

    [Fact]
    public void Ask_RefusedBySeveral_TellsTheLongestWait()
    {
        using var gate = Create(new RoomRateLimitOptions().Messages(perSecond: 1, burst: 1).Messages(perMinute: 1));
        var ann = _world.Connect();
        Passes(gate, ann, null);

        var verdict = gate.Ask(new RateSubject(ann, null), static _ => { });

        verdict.RetryAfter.Should().Be(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void Ask_OfALimitThatOnlyCounts_LetsThroughAndTells()
    {
        var told = new List<string>();
        using var gate = Create(new RoomRateLimitOptions().Messages(perMinute: 3).Messages(perMinute: 1, dryRun: true));
        var ann = _world.Connect();

        for (var i = 0; i < 5; i++) gate.Ask(new RateSubject(ann, null), limit => told.Add(limit.Name));

        told.Should().Equal("messages by Connection", "messages by Connection");
    }

    [Fact]
    public async Task Ask_FromManyThreads_WastesNoPermit()
    {
        using var gate = Create(new RoomRateLimitOptions().Messages(perMinute: 1000, by: RateLimitBy.User).Messages(perMinute: 1000, by: RateLimitBy.Room));
        var connections = Enumerable.Range(0, 4).Select(_ => _world.Connect("ann")).ToList();

        var passed = await Task.WhenAll(connections.Select(connection => Task.Run(() => Enumerable.Range(0, 1000).Count(_ => Passes(gate, connection, "r"))))).WaitAsync(TimeSpan.FromSeconds(30));

        passed.Sum().Should().Be(1000);
    }

    [Fact]
    public void Ask_OfAConcurrencyLimiter_HoldsItsLease()
    {
        using var limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = 1 });
        using var gate = Create(new RoomRateLimitOptions().Add(RateLimitKind.Messages, RateLimitBy.Room, () => limiter));
        var ann = _world.Connect();

        var first = gate.Ask(new RateSubject(ann, "r"), static _ => { });
        Passes(gate, ann, "r").Should().BeFalse();
        first.Release();

        Passes(gate, ann, "r").Should().BeTrue();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ask_WhereALimiterFails_GivesBackWhatWasHeld(bool dryRun)
    {
        using var limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = 1 });
        using var gate = Create(new RoomRateLimitOptions()
            .Add(RateLimitKind.Messages, RateLimitBy.Room, () => limiter)
            .Add(RateLimitKind.Messages, RateLimitBy.Room, static () => new FailingLimiter(), dryRun: dryRun));
        var ann = _world.Connect();

        var ask = () => gate.Ask(new RateSubject(ann, "r"), static _ => { });

        ask.Should().Throw<NotSupportedException>();
        limiter.GetStatistics()!.CurrentAvailablePermits.Should().Be(1);
    }

    [Fact]
    public void Connects_ByConnection_IsRefusedWhenConfigured()
    {
        var add = () => new RoomRateLimitOptions().Connects(perMinute: 1, by: RateLimitBy.Connection);

        add.Should().Throw<ArgumentException>().WithMessage("*each connection connects once*");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000_001)]
    public void Messages_OutOfRange_IsRefusedWhenConfigured(int number)
    {
        var options = new RoomRateLimitOptions();

        ((Action)(() => options.Messages(perMinute: number))).Should().Throw<ArgumentOutOfRangeException>();
        ((Action)(() => options.Messages(perSecond: number, burst: 1))).Should().Throw<ArgumentOutOfRangeException>();
        ((Action)(() => options.Messages(perSecond: 1, burst: number))).Should().Throw<ArgumentOutOfRangeException>();
        ((Action)(() => options.Pause = TimeSpan.FromSeconds(61))).Should().Throw<ArgumentOutOfRangeException>();
    }

    public void Dispose() => _world.Dispose();

    private RateGate Create(RoomRateLimitOptions options) => new(RateLimitKind.Messages, options.Limits, _world.Clock);

    private static bool Passes(RateGate gate, Connection connection, string? room)
    {
        var verdict = gate.Ask(new RateSubject(connection, room), static _ => { });
        verdict.Release();
        return verdict.Refused is null;
    }

    /// <summary>Can be asked, and fails where it is to give something.</summary>
    private sealed class FailingLimiter : RateLimiter
    {
        public override TimeSpan? IdleDuration => null;

        public override RateLimiterStatistics? GetStatistics() => null;

        protected override RateLimitLease AttemptAcquireCore(int permitCount) => permitCount == 0 ? RateLease.Granted : throw new NotSupportedException();

        protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
