using Microsoft.Extensions.Logging;

namespace RoomSockets;

/// <summary>
/// Owns the one timer behind all deadlines. An item says when it wants to be looked at next; an idle one costs nothing until
/// then. Deadlines are met up to half a second late.
/// </summary>
internal sealed partial class Wheel(TimeProvider time, ILogger<Wheel> logger) : IDisposable
{
    private const int Slots = 128;
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly List<WheelItem>?[] _slots = new List<WheelItem>?[Slots];
    private readonly long _start = time.GetTimestamp();
    private ITimer? _timer;
    private long _done;
    private bool _disposed;

    /// <summary>Has the item looked at after the delay at the latest; an earlier date that it has stays.</summary>
    public void Schedule(WheelItem item, TimeSpan delay)
    {
        // A look at the date without the lock: a message that takes long begins far more often than a date moves.
        var due = TickOf(time.GetTimestamp()) + Math.Max(1, (delay.Ticks + Tick.Ticks - 1) / Tick.Ticks);
        if (Volatile.Read(ref item.Due) <= due) return;
        lock (_gate)
        {
            if (_disposed || item.Due <= due) return;
            _timer ??= time.CreateTimer(static wheel => ((Wheel)wheel!).Turn(), this, Tick, Tick);
            Place(item, due);
        }
    }

    /// <summary>Forgets an item; it stays in its slot until its turn comes.</summary>
    public void Remove(WheelItem item)
    {
        lock (_gate) item.Due = WheelItem.Never;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _timer?.Dispose();
        }
    }

    private long TickOf(long timestamp) => time.GetElapsedTime(_start, timestamp).Ticks / Tick.Ticks;

    private void Place(WheelItem item, long due)
    {
        due = Math.Min(Math.Max(due, _done + 1), _done + Slots - 1);
        item.Due = due;
        (_slots[due % Slots] ??= []).Add(item);
    }

    private void Turn()
    {
        var now = TickOf(time.GetTimestamp());
        while (true)
        {
            List<WheelItem>? items;
            long tick;
            lock (_gate)
            {
                if (_disposed || _done >= now) return;
                // After a long pause each slot is visited once, not once for each lap that was missed.
                _done = Math.Max(_done + 1, now - Slots + 1);
                tick = _done;
                items = _slots[tick % Slots];
                _slots[tick % Slots] = null;
            }

            if (items is not null) foreach (var item in items) Visit(item, tick);
        }
    }

    private void Visit(WheelItem item, long tick)
    {
        lock (_gate)
        {
            // Its date moved forward after it was put here: another slot has it, or none.
            if (item.Due > tick) return;
            item.Due = WheelItem.Never;
        }

        try
        {
            if (item.Check() is { } next) Schedule(item, next);
        }
        catch (Exception error)
        {
            LogCheckFailed(error);
            Schedule(item, Tick);
        }
    }

    [LoggerMessage(EventId = 3001, Level = LogLevel.Error, Message = "A deadline could not be checked. This is a defect of RoomSockets; the check is repeated.")]
    private partial void LogCheckFailed(Exception error);
}
