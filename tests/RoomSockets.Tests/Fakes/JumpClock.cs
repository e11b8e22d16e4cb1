namespace RoomSockets.Tests;

/// <summary>A clock that jumps, as one does after a long pause of the process: its timers fire once, however much time has passed.</summary>
internal sealed class JumpClock : TimeProvider
{
    private readonly List<Action> _timers = [];
    private long _now = TimeSpan.TicksPerDay;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _timers.Add(() => callback(state));
        return new JumpTimer();
    }

    public void Jump(TimeSpan time)
    {
        _now += time.Ticks;
        _timers.ForEach(timer => timer());
    }

    private sealed class JumpTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
