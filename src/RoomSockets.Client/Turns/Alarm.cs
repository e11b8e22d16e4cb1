namespace RoomSockets.Client;

/// <summary>Owns one timer whose ringing is a turn. It rings once, unless it is set again or stopped before.</summary>
internal sealed class Alarm(TimeProvider clock, TurnQueue turns, Action ring)
{
    private ITimer? _timer;
    private int _setting;

    public bool IsSet => _timer is not null;

    public void Set(TimeSpan wait)
    {
        Stop();
        var setting = _setting;
        // A timer that fired already may find that it was set anew or stopped meanwhile.
        _timer = clock.CreateTimer(_ => turns.Post(() => Ring(setting)), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    public void Stop()
    {
        _setting++;
        _timer?.Dispose();
        _timer = null;
    }

    private void Ring(int setting)
    {
        if (setting != _setting) return;
        Stop();
        ring();
    }
}
