namespace RoomSockets.Tests;

public sealed class AllowanceTests
{
    private const long Second = 1_000_000;

    [Fact]
    public void TryTake_AtTheBurst_GivesThatManyAndNoMore()
    {
        var (allowance, rate) = (new Allowance(), new AllowanceRate(10, 5, Second));

        for (var i = 0; i < 5; i++) allowance.TryTake(Second, rate, mayRest: false, out _).Should().BeTrue();
        allowance.TryTake(Second, rate, mayRest: false, out var retryAfter).Should().BeFalse();

        retryAfter.Should().BeCloseTo(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void TryTake_AfterRetryAfter_GivesOne()
    {
        var (allowance, rate) = (new Allowance(), new AllowanceRate(10, 1, Second));
        allowance.TryTake(Second, rate, mayRest: false, out _).Should().BeTrue();
        allowance.TryTake(Second, rate, mayRest: false, out var retryAfter).Should().BeFalse();
        var then = Second + retryAfter.Ticks / 10;

        allowance.TryTake(then - 10, rate, mayRest: false, out _).Should().BeFalse();
        allowance.TryTake(then, rate, mayRest: false, out _).Should().BeTrue();
        allowance.TryTake(then, rate, mayRest: false, out _).Should().BeFalse();
    }

    [Fact]
    public void TryTake_ForALongTime_GivesTheRate()
    {
        var (allowance, rate, given) = (new Allowance(), new AllowanceRate(50, 100, Second), 0);

        for (var i = 0; i < 10_000; i++) given += allowance.TryTake(Second + i * Second / 1000, rate, mayRest: false, out _) ? 1 : 0;

        given.Should().BeInRange(599, 601, "ten seconds at 50, and 100 at once");
    }

    [Fact]
    public void TryTake_Resting_GivesNothingUntilItSaid()
    {
        var (allowance, rate) = (new Allowance(), new AllowanceRate(50, 100, Second));
        for (var i = 0; i < 100; i++) allowance.TryTake(Second, rate, mayRest: true, out _).Should().BeTrue();

        allowance.TryTake(Second, rate, mayRest: true, out var first).Should().BeFalse();
        allowance.TryTake(Second + Second / 2, rate, mayRest: true, out var second).Should().BeFalse();

        (first.TotalSeconds, second.TotalSeconds).Should().Be((1.0000001, 0.5000001));
        for (var i = 0; i < 50; i++) allowance.TryTake(2 * Second, rate, mayRest: true, out _).Should().BeTrue();
        allowance.TryTake(2 * Second, rate, mayRest: true, out _).Should().BeFalse("half of it has come back");
    }

    [Fact]
    public void TryTake_RestingSlowly_IsNeverMuchMoreThanASecond()
    {
        var (allowance, rate) = (new Allowance(), new AllowanceRate(1, 1000, Second));
        for (var i = 0; i < 1000; i++) allowance.TryTake(Second, rate, mayRest: true, out _);

        allowance.TryTake(Second, rate, mayRest: true, out var retryAfter).Should().BeFalse();

        retryAfter.Should().BeCloseTo(TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void TryTake_AfterALongSilence_GivesNoMoreThanTheBurst()
    {
        var (allowance, rate, given) = (new Allowance(), new AllowanceRate(10, 5, Second), 0);
        allowance.TryTake(Second, rate, mayRest: false, out _);

        for (var i = 0; i < 100; i++) given += allowance.TryTake(1000 * Second, rate, mayRest: false, out _) ? 1 : 0;

        given.Should().Be(5);
    }

    [Fact]
    public void TryTake_OfNoLimit_AlwaysGives()
    {
        var allowance = default(Allowance);
        for (var i = 0; i < 10_000; i++) allowance.TryTake(1, new AllowanceRate(0, 1, Second), mayRest: true, out _).Should().BeTrue();
    }

    [Fact]
    public void TryTake_AllocatesNothing()
    {
        var (allowance, given) = (new Allowance(), 0);
        Take();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Take();

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
        given.Should().Be(1001);

        void Take() => given += allowance.TryTake(Second, new AllowanceRate(1000, 10_000, Second), mayRest: true, out _) ? 1 : 0;
    }
}
