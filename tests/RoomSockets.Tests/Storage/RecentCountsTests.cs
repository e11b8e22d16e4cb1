namespace RoomSockets.Tests;

public sealed class RecentCountsTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public void WaitFor_AtTheLimit_IsUntilTheOldestIsAMinuteOld()
    {
        var counts = new RecentCounts(3, TimeSpan.FromMinutes(1), _clock);
        Add(counts, "ann", 2);
        counts.WaitFor("ann").Should().Be(TimeSpan.Zero);
        _clock.Advance(TimeSpan.FromSeconds(20));
        Add(counts, "ann", 1);

        counts.WaitFor("ann").Should().Be(TimeSpan.FromSeconds(40));
        counts.WaitFor("ben").Should().Be(TimeSpan.Zero);
        _clock.Advance(TimeSpan.FromSeconds(40));
        counts.WaitFor("ann").Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void TakeBack_OneThatDidNotFail_LeavesTheOlderOnes()
    {
        var counts = new RecentCounts(2, TimeSpan.FromMinutes(1), _clock);
        Add(counts, "ann", 1);
        _clock.Advance(TimeSpan.FromSeconds(50));
        Add(counts, "ann", 1);

        counts.TakeBack("ann");

        _clock.Advance(TimeSpan.FromSeconds(10));
        Add(counts, "ann", 1);
        counts.WaitFor("ann").Should().Be(TimeSpan.Zero, "the first is a minute old, and the second was taken back");
    }

    [Fact]
    public void Clear_AKey_BeginsAnew()
    {
        var counts = new RecentCounts(2, TimeSpan.FromMinutes(1), _clock);
        Add(counts, "ann", 2);

        counts.Clear("ann");

        counts.WaitFor("ann").Should().Be(TimeSpan.Zero);
        counts.Count.Should().Be(0);
        counts.Invoking(it => it.TakeBack("ann")).Should().NotThrow();
    }

    [Fact]
    public void Add_WithoutALimit_CountsNothing()
    {
        var counts = new RecentCounts(0, TimeSpan.FromMinutes(1), _clock);
        Add(counts, "ann", 100);

        counts.WaitFor("ann").Should().Be(TimeSpan.Zero);
        counts.Count.Should().Be(0);
    }

    [Fact]
    public void Add_KeysWithoutNumber_ForgetsThoseThatFailedLongestAgo()
    {
        var counts = new RecentCounts(1, TimeSpan.FromMinutes(1), _clock);
        for (var i = 0; i < RecentCounts.MaxKeys; i++) counts.Add($"{i}");
        counts.Add("0");

        counts.Add("one more");

        counts.Count.Should().BeLessThanOrEqualTo(RecentCounts.MaxKeys);
        counts.WaitFor("0").Should().BePositive("it failed again since");
        counts.WaitFor("1").Should().Be(TimeSpan.Zero);
        counts.WaitFor("one more").Should().BePositive();
    }

    [Fact]
    public void Add_AfterAMinute_KeepsNothingOfTheOldOnes()
    {
        var counts = new RecentCounts(5, TimeSpan.FromMinutes(1), _clock);
        for (var i = 0; i < 1000; i++) counts.Add($"{i}");
        _clock.Advance(TimeSpan.FromMinutes(1));

        counts.Add("new");

        counts.Count.Should().Be(1);
    }

    [Fact]
    public async Task TryAdd_ManyAtOnce_FindsNoMorePlacesThanThereAre()
    {
        var counts = new RecentCounts(20, TimeSpan.FromMinutes(1), _clock);

        var waits = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => Task.Run(() => counts.TryAdd("ann")))).Soon();

        waits.Count(wait => wait == TimeSpan.Zero).Should().Be(20);
        waits.Where(wait => wait != TimeSpan.Zero).Should().OnlyContain(wait => wait == TimeSpan.FromMinutes(1));
    }

    private static void Add(RecentCounts counts, string key, int times)
    {
        for (var i = 0; i < times; i++) counts.Add(key);
    }
}
