namespace RoomSockets.Client;

/// <summary>Owns the watch over a connection: after 25 s of silence it asks for a sign of life, after 20 s more it gives up.</summary>
internal sealed class Vitals
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TimeProvider _clock;
    private readonly Action _ask;
    private readonly Action _giveUp;
    private readonly Alarm _alarm;
    private long _heardAt;
    private bool _hasAsked;

    public Vitals(TimeProvider clock, TurnQueue turns, Action ask, Action giveUp)
    {
        (_clock, _ask, _giveUp) = (clock, ask, giveUp);
        _alarm = new Alarm(clock, turns, Look);
    }

    public void Start()
    {
        Hear();
        _alarm.Set(Silence);
    }

    public void Stop() => _alarm.Stop();

    /// <summary>Something came. The alarm stays as it is set: that many frames cost no timers.</summary>
    public void Hear() => (_heardAt, _hasAsked) = (_clock.GetTimestamp(), false);

    private void Look()
    {
        var left = (_hasAsked ? Silence + Patience : Silence) - _clock.GetElapsedTime(_heardAt);
        if (left > TimeSpan.Zero)
        {
            _alarm.Set(left);
        }
        else if (_hasAsked)
        {
            _giveUp();
        }
        else
        {
            _hasAsked = true;
            _alarm.Set(Patience);
            _ask();
        }
    }
}
