using System.Globalization;
using System.Threading.RateLimiting;

namespace RoomSockets.Tests;

public sealed class RatePartitionsTests : IDisposable
{
    private readonly BuiltInWorld _world = new();
    private int _made;
    private int _disposed;

    /// <summary>A newcomer that had to look at all others would take hours here.</summary>
    [Fact]
    public void AttemptAcquire_OfAStreamOfNames_IsCheap()
    {
        using var partitions = new RatePartitions(RateLimitBy.Room, () => new SlidingRateLimiter(1, TimeSpan.FromMinutes(1), _world.Clock));
        var (connection, clock) = (_world.Connect(), System.Diagnostics.Stopwatch.StartNew());
        for (var i = 0; i < 3 * RatePartitions.Max; i++) partitions.AttemptAcquire(new RateSubject(connection, i.ToString(CultureInfo.InvariantCulture)));

        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(30));
        partitions.Count.Should().BeLessThanOrEqualTo(RatePartitions.Max);
    }

    [Theory]
    [InlineData(RateLimitBy.Connection, false, false, false, false)]
    [InlineData(RateLimitBy.User, true, false, true, false)]
    [InlineData(RateLimitBy.Address, true, true, false, false)]
    [InlineData(RateLimitBy.Room, true, true, true, true)]
    public void AttemptAcquire_OfAnotherConnection_SharesWhatItShould(RateLimitBy by, bool sameUserAndAddress, bool sameAddress, bool sameUser, bool neither)
    {
        Shares(by, "ann", "192.0.2.1").Should().Be(sameUserAndAddress);
        Shares(by, "bob", "192.0.2.1").Should().Be(sameAddress);
        Shares(by, "ann", "192.0.2.2").Should().Be(sameUser);
        Shares(by, "bob", "192.0.2.2").Should().Be(neither);
    }

    [Fact]
    public void AttemptAcquire_OfAnonymousOnes_CountsForTheAddress()
    {
        using var partitions = Create(RateLimitBy.User);

        Take(partitions, _world.Connect(address: "192.0.2.1")).Should().BeTrue();
        Take(partitions, _world.Connect(address: "192.0.2.1")).Should().BeFalse();
        Take(partitions, _world.Connect(address: "192.0.2.2")).Should().BeTrue();
        Take(partitions, _world.Connect(user: "192.0.2.1")).Should().BeTrue("a user of that name is somebody else");
    }

    [Fact]
    public void AttemptAcquire_OfOneNetwork_SharesIt()
    {
        using var partitions = Create(RateLimitBy.Address);

        Take(partitions, _world.Connect(address: "2001:db8:0:1::1")).Should().BeTrue();
        Take(partitions, _world.Connect(address: "2001:db8:0:1:ffff::2")).Should().BeFalse();
        Take(partitions, _world.Connect(address: "2001:db8:0:2::1")).Should().BeTrue();
    }

    [Fact]
    public void AttemptAcquire_WithoutARoom_IsNotCounted()
    {
        using var partitions = Create(RateLimitBy.Room);
        var connection = _world.Connect();

        for (var i = 0; i < 5; i++) partitions.AttemptAcquire(new RateSubject(connection, null)).IsAcquired.Should().BeTrue();
        partitions.Count.Should().Be(0);
    }

    [Fact]
    public void Forget_AnEndedConnection_GivesUpItsPartition()
    {
        using var partitions = Create(RateLimitBy.Connection);
        var connection = _world.Connect();
        Take(partitions, connection);

        partitions.Forget(connection);

        (partitions.Count, _made, _disposed).Should().Be((0, 1, 1));
    }

    [Fact]
    public void AttemptAcquire_OfManyNames_GivesUpWhoIsAsGoodAsNew()
    {
        using var partitions = Create(RateLimitBy.User);
        for (var i = 0; i < 10_000; i++)
        {
            Take(partitions, _world.Connect(i.ToString(CultureInfo.InvariantCulture)));
            if (i % 100 == 0) _world.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        partitions.Count.Should().BeLessThan(2500, "after a minute a name is as good as new");
        (_made - _disposed).Should().Be(partitions.Count);
    }

    [Fact]
    public void AttemptAcquire_OfEachNewcomer_IsRemembered()
    {
        using var partitions = Create(RateLimitBy.Room);
        var (connection, refused) = (_world.Connect(), 0);
        for (var i = 0; i < 5000; i++) partitions.AttemptAcquire(new RateSubject(connection, i.ToString(CultureInfo.InvariantCulture)));

        for (var i = 0; i < 5000; i++) refused += partitions.AttemptAcquire(new RateSubject(connection, i.ToString(CultureInfo.InvariantCulture))).IsAcquired ? 0 : 1;

        (refused, partitions.Count, _made).Should().Be((5000, 5000, 5000));
    }

    [Fact]
    public void AttemptAcquire_OfMoreNamesThanThereMayBe_GivesUpSome()
    {
        using var partitions = Create(RateLimitBy.Room, max: 2000);
        var (connection, passed) = (_world.Connect(), 0);
        for (var i = 0; i < 5000; i++)
            passed += partitions.AttemptAcquire(new RateSubject(connection, i.ToString(CultureInfo.InvariantCulture))).IsAcquired ? 1 : 0;

        (passed, _made - _disposed).Should().Be((5000, partitions.Count));
        partitions.Count.Should().BeInRange(1000, 2000);
    }

    [Fact]
    public void AttemptAcquire_OfALimiterThatIsNotReplenishedByItself_ReplenishesIt()
    {
        using var partitions = new RatePartitions(RateLimitBy.Connection, () => new FixedWindowRateLimiter(new FixedWindowRateLimiterOptions
        {
            PermitLimit = 1,
            Window = TimeSpan.FromTicks(1),
            AutoReplenishment = false,
        }));
        var connection = _world.Connect();

        for (var i = 0; i < 5; i++) Take(partitions, connection).Should().BeTrue("its window of a tick is over");
    }

    /// <summary>Misuse: each is to have its own. It fails, and does not go round for ever.</summary>
    [Fact]
    public async Task AttemptAcquire_OfALimiterThatSomebodyDisposed_Fails()
    {
        using var shared = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = 1 });
        using var partitions = new RatePartitions(RateLimitBy.Connection, () => shared);
        var (ann, bob) = (_world.Connect(), _world.Connect());
        Take(partitions, ann);
        Take(partitions, bob);
        partitions.Forget(ann);

        var again = () => Task.Run(() => Take(partitions, bob)).WaitAsync(TimeSpan.FromSeconds(10));

        await again.Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public void Dispose_DisposesAll()
    {
        var partitions = Create(RateLimitBy.Connection);
        for (var i = 0; i < 3; i++) Take(partitions, _world.Connect());

        partitions.Dispose();

        _disposed.Should().Be(3);
    }

    public void Dispose() => _world.Dispose();

    private bool Shares(RateLimitBy by, string user, string address)
    {
        using var partitions = Create(by);
        partitions.AttemptAcquire(new RateSubject(_world.Connect("ann", "192.0.2.1"), "r")).IsAcquired.Should().BeTrue();
        return !partitions.AttemptAcquire(new RateSubject(_world.Connect(user, address), "r")).IsAcquired;
    }

    private static bool Take(RatePartitions partitions, Connection connection) => partitions.AttemptAcquire(new RateSubject(connection, null)).IsAcquired;

    private RatePartitions Create(RateLimitBy by, int max = RatePartitions.Max) => new(
        by,
        () =>
        {
            _made++;
            return new Counted(new SlidingRateLimiter(1, TimeSpan.FromMinutes(1), _world.Clock), () => _disposed++);
        },
        max);

    private sealed class Counted(RateLimiter inner, Action onDispose) : RateLimiter
    {
        public override TimeSpan? IdleDuration => inner.IdleDuration;

        public override RateLimiterStatistics? GetStatistics() => inner.GetStatistics();

        protected override RateLimitLease AttemptAcquireCore(int permitCount) => inner.AttemptAcquire(permitCount);

        protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) => inner.AcquireAsync(permitCount, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            if (disposing) onDispose();
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
