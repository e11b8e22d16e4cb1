namespace RoomSockets.Testing;

/// <summary>
/// A clock that stands still until a test moves it. Give it to the host (<see cref="TestHostOptions.Clock"/>), to a client, or to
/// whatever else takes a <see cref="TimeProvider"/>.
/// </summary>
/// <remarks>All members may be called from any thread. Timers fire on the thread that moves the clock, in the order in which they are due.</remarks>
public sealed class TestClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<TestTimer> _timers = [];
    private DateTimeOffset _now;

    /// <summary>A clock that stands at the beginning of 2026 (UTC).</summary>
    public TestClock()
        : this(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>A clock that stands at a time.</summary>
    /// <param name="start">The time; its offset is not kept.</param>
    public TestClock(DateTimeOffset start) => _now = start.ToUniversalTime();

    /// <summary>One tick of a timestamp is 100 ns.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>When the next timer is due; null when none is set.</summary>
    public DateTimeOffset? NextTimer
    {
        get
        {
            lock (_gate) return FindNext()?.Due;
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now;
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new TestTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock on, stopping at every timer on the way: it fires while the clock shows the time at which it is due.</summary>
    /// <param name="time">How far; zero fires what is due now. Not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        DateTimeOffset end;
        lock (_gate) end = _now + time;
        while (TakeDue(end) is { } timer) timer.Fire();
    }

    internal bool Set(TestTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            if (timer.IsDisposed) return false;
            timer.Period = period > TimeSpan.Zero ? period : null;
            _timers.Remove(timer);
            if (dueTime < TimeSpan.Zero) return true;
            timer.Due = _now + dueTime;
            _timers.Add(timer);
            return true;
        }
    }

    internal void Remove(TestTimer timer)
    {
        lock (_gate)
        {
            timer.IsDisposed = true;
            _timers.Remove(timer);
        }
    }

    private TestTimer? TakeDue(DateTimeOffset end)
    {
        lock (_gate)
        {
            var next = FindNext();
            if (next is null || next.Due > end)
            {
                _now = end > _now ? end : _now;
                return null;
            }

            _now = next.Due > _now ? next.Due : _now;
            _timers.Remove(next);
            if (next.Period is not { } period) return next;
            next.Due += period;
            _timers.Add(next);
            return next;
        }
    }

    private TestTimer? FindNext() => _timers.MinBy(static timer => timer.Due);
}
