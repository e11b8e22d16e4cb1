namespace RoomSockets.Testing.Tests.Clocks;

public sealed class TestClockTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly TestClock _clock = new();
    private readonly List<(string Name, TimeSpan At)> _fired = [];

    [Fact]
    public void Clock_NobodyMoves_StandsStill()
    {
        var timestamp = _clock.GetTimestamp();

        _clock.GetElapsedTime(timestamp).Should().Be(TimeSpan.Zero);
        _clock.GetUtcNow().Should().Be(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        new TestClock(new DateTimeOffset(2030, 1, 1, 2, 0, 0, TimeSpan.FromHours(2))).GetUtcNow().Should().Be(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void Advance_PastTimers_FiresThemInOrderAtTheirTimes()
    {
        using var late = Timer("late", 3 * Second);
        using var early = Timer("early", Second);
        using var repeated = Timer("repeated", 2 * Second, 2 * Second);
        using var never = Timer("never", 6 * Second);

        _clock.Advance(5 * Second);

        _fired.Should().Equal(("early", Second), ("repeated", 2 * Second), ("late", 3 * Second), ("repeated", 4 * Second));
        Now.Should().Be(5 * Second);
        _clock.NextTimer.Should().Be(_clock.GetUtcNow() + Second);
    }

    [Fact]
    public void Timer_ChangedOrDisposed_FiresAsItWasLastSet()
    {
        using var moved = Timer("moved", Second);
        var disposed = Timer("disposed", Second);
        using var stopped = Timer("stopped", Second);
        moved.Change(2 * Second, Timeout.InfiniteTimeSpan).Should().BeTrue();
        stopped.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        disposed.Dispose();

        _clock.Advance(10 * Second);

        _fired.Should().Equal(("moved", 2 * Second));
        disposed.Change(Second, Second).Should().BeFalse();
        _clock.NextTimer.Should().BeNull();
    }

    [Fact]
    public void Timer_SetFromATimer_FiresOnTheSameWay()
    {
        ITimer? second = null;
        using var first = _clock.CreateTimer(_ => second = Timer("second", Second), null, Second, Timeout.InfiniteTimeSpan);

        _clock.Advance(2 * Second);

        _fired.Should().Equal(("second", 2 * Second));
        second!.Dispose();
    }

    [Fact]
    public void Advance_ByNothing_FiresWhatIsDue()
    {
        using var due = Timer("due", TimeSpan.Zero);

        _clock.Advance(TimeSpan.Zero);

        _fired.Should().Equal(("due", TimeSpan.Zero));
        _clock.Invoking(static clock => clock.Advance(-Second)).Should().Throw<ArgumentOutOfRangeException>();
    }

    private TimeSpan Now => _clock.GetUtcNow() - new TestClock().GetUtcNow();

    private ITimer Timer(string name, TimeSpan due, TimeSpan? period = null) =>
        _clock.CreateTimer(_ => _fired.Add((name, Now)), null, due, period ?? Timeout.InfiniteTimeSpan);
}
