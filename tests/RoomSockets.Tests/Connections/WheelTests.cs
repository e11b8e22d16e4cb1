using Microsoft.Extensions.Logging;

namespace RoomSockets.Tests;

public sealed class WheelTests : IDisposable
{
    private readonly FakeClock _clock = new();
    private readonly RecordingLogger<Wheel> _log = new();
    private readonly Wheel _wheel;
    private readonly DateTimeOffset _start;

    public WheelTests()
    {
        _wheel = new Wheel(_clock, _log);
        _start = _clock.GetUtcNow();
    }

    public void Dispose() => _wheel.Dispose();

    [Theory]
    [InlineData(0, 500)]
    [InlineData(1, 500)]
    [InlineData(500, 500)]
    [InlineData(501, 1000)]
    [InlineData(10_000, 10_000)]
    [InlineData(63_000, 63_000)]
    public void Schedule_ADelay_IsLookedAtNotBeforeAndAtMostATickLater(int delay, int expected)
    {
        var item = Schedule(delay);

        _clock.Advance(TimeSpan.FromMilliseconds(expected - 1));
        item.Visits.Should().BeEmpty();
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        item.Visits.Should().Equal(_start.AddMilliseconds(expected));
    }

    [Fact]
    public void Schedule_BetweenTwoTicks_IsAtMostATickLate()
    {
        Schedule(0);
        _clock.Advance(TimeSpan.FromMilliseconds(700));
        var item = Schedule(1000);

        _clock.Advance(TimeSpan.FromSeconds(5));

        item.Visits.Should().ContainSingle().Which.Should().BeOnOrAfter(_start.AddMilliseconds(1500)).And.BeOnOrBefore(_start.AddMilliseconds(2200));
    }

    [Fact]
    public void Schedule_EarlierDate_Wins()
    {
        var item = Schedule(10_000);
        _wheel.Schedule(item, TimeSpan.FromSeconds(2));

        _clock.Advance(TimeSpan.FromSeconds(20));

        item.Visits.Should().Equal([_start.AddSeconds(2)], "the later date is gone with it");
    }

    [Fact]
    public void Schedule_LaterDate_IsIgnored()
    {
        var item = Schedule(2000);
        _wheel.Schedule(item, TimeSpan.FromSeconds(10));

        _clock.Advance(TimeSpan.FromSeconds(20));

        item.Visits.Should().Equal(_start.AddSeconds(2));
    }

    [Fact]
    public void Check_GivesADelay_IsLookedAtAgain()
    {
        var item = new Item(_clock) { OnCheck = visits => visits < 3 ? TimeSpan.FromSeconds(5) : null };
        _wheel.Schedule(item, TimeSpan.FromSeconds(1));

        _clock.Advance(TimeSpan.FromMinutes(5));

        item.Visits.Should().Equal(_start.AddSeconds(1), _start.AddSeconds(6), _start.AddSeconds(11));
    }

    [Fact]
    public void Check_WasLookedAtEarly_ComesBackToItsSlotOnce()
    {
        var item = new Item(_clock) { OnCheck = visits => visits == 1 ? TimeSpan.FromSeconds(8) : null };
        _wheel.Schedule(item, TimeSpan.FromSeconds(10));
        _wheel.Schedule(item, TimeSpan.FromSeconds(2));

        _clock.Advance(TimeSpan.FromMinutes(5));

        item.Visits.Should().Equal(_start.AddSeconds(2), _start.AddSeconds(10));
    }

    [Fact]
    public void Remove_BeforeItsTime_IsNeverLookedAt()
    {
        var item = Schedule(2000);
        _wheel.Remove(item);

        _clock.Advance(TimeSpan.FromMinutes(5));

        item.Visits.Should().BeEmpty();
    }

    [Fact]
    public void Schedule_AfterRemove_CountsAgain()
    {
        var item = Schedule(2000);
        _wheel.Remove(item);
        _wheel.Schedule(item, TimeSpan.FromSeconds(4));

        _clock.Advance(TimeSpan.FromMinutes(5));

        item.Visits.Should().Equal(_start.AddSeconds(4));
    }

    [Fact]
    public void Schedule_BeyondTheHorizon_IsActedOnInTime()
    {
        var deadline = _start.AddSeconds(300);
        var item = new Item(_clock);
        item.OnCheck = _ => _clock.GetUtcNow() < deadline ? deadline - _clock.GetUtcNow() : null;
        _wheel.Schedule(item, TimeSpan.FromSeconds(300));

        _clock.Advance(TimeSpan.FromMinutes(20));

        item.Visits[^1].Should().BeOnOrAfter(deadline).And.BeOnOrBefore(deadline + Wheel.Tick);
        item.Visits.Count.Should().BeLessThan(10, "a lap of the wheel is 64 s");
    }

    [Fact]
    public void Turn_AnItemThrows_IsLookedAtAgainAndLogged()
    {
        var neighbour = new Item(_clock);
        var item = new Item(_clock) { OnCheck = visits => visits == 1 ? throw new InvalidOperationException("defect") : null };
        _wheel.Schedule(item, TimeSpan.FromSeconds(1));
        _wheel.Schedule(neighbour, TimeSpan.FromSeconds(1));

        _clock.Advance(TimeSpan.FromMinutes(1));

        item.Visits.Should().Equal(_start.AddSeconds(1), _start.AddSeconds(1.5));
        neighbour.Visits.Should().Equal(_start.AddSeconds(1));
        var entry = _log.Entries.Should().ContainSingle().Subject;
        (entry.Level, entry.Id).Should().Be((LogLevel.Error, 3001));
        entry.Error.Should().BeOfType<InvalidOperationException>();
    }

    [Fact]
    public void Dispose_WithItems_LooksAtNothingAnyMore()
    {
        var item = Schedule(1000);
        _wheel.Dispose();
        _wheel.Schedule(new Item(_clock), TimeSpan.FromSeconds(1));

        _clock.Advance(TimeSpan.FromMinutes(1));

        item.Visits.Should().BeEmpty();
    }

    [Theory]
    [InlineData(3)]
    [InlineData(63.5)]
    [InlineData(64)]
    [InlineData(64.5)]
    [InlineData(600)]
    [InlineData(86_400)]
    public void Turn_AfterALongPause_LooksOnceAtAllThatIsDue(double seconds)
    {
        var clock = new JumpClock();
        using var wheel = new Wheel(clock, _log);
        var items = Enumerable.Range(1, 130).Select(_ => new Item(_clock)).ToList();
        for (var i = 0; i < items.Count; i++) wheel.Schedule(items[i], (i + 1) * Wheel.Tick);

        clock.Jump(TimeSpan.FromSeconds(seconds));

        var due = (int)(seconds / Wheel.Tick.TotalSeconds);
        // What is further away than a lap is looked at once in a lap.
        items.Select(item => item.Visits.Count).Should().Equal(Enumerable.Range(1, 130).Select(tick => Math.Min(tick, 127) <= due ? 1 : 0));
    }

    [Fact]
    public void Turn_AfterALongPause_TheWheelGoesOn()
    {
        var clock = new JumpClock();
        using var wheel = new Wheel(clock, _log);
        wheel.Schedule(new Item(_clock), Wheel.Tick);
        clock.Jump(TimeSpan.FromHours(5));
        var item = new Item(_clock);
        wheel.Schedule(item, TimeSpan.FromSeconds(2));

        clock.Jump(TimeSpan.FromSeconds(1.5));
        item.Visits.Should().BeEmpty();
        clock.Jump(TimeSpan.FromSeconds(0.5));

        item.Visits.Should().ContainSingle();
    }

    /// <summary>A laptop that slept for hours must not ping its peers once for each minute of them.</summary>
    [Fact]
    public void Turn_AfterALongPause_AnItemThatComesBackIsNotLookedAtForEachLapThatWasMissed()
    {
        var clock = new JumpClock();
        using var wheel = new Wheel(clock, _log);
        var item = new Item(_clock) { OnCheck = _ => TimeSpan.FromSeconds(25) };
        wheel.Schedule(item, TimeSpan.FromSeconds(25));

        clock.Jump(TimeSpan.FromHours(5));

        item.Visits.Count.Should().BeInRange(1, 2);
    }

    private Item Schedule(int delay)
    {
        var item = new Item(_clock);
        _wheel.Schedule(item, TimeSpan.FromMilliseconds(delay));
        return item;
    }

    private sealed class Item(TimeProvider clock) : WheelItem
    {
        public List<DateTimeOffset> Visits { get; } = [];

        public Func<int, TimeSpan?> OnCheck { get; set; } = _ => null;

        public override TimeSpan? Check()
        {
            Visits.Add(clock.GetUtcNow());
            return OnCheck(Visits.Count);
        }
    }
}
