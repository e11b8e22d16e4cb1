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
    private readonly WheelItem?[] _slots = new WheelItem?[Slots];
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
            Unlink(item);
            Link(item, Math.Min(Math.Max(due, _done + 1), _done + Slots - 1));
        }
    }

    /// <summary>Forgets an item, so that the wheel does not keep it in memory.</summary>
    public void Remove(WheelItem item)
    {
        lock (_gate) Unlink(item);
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

    private void Turn()
    {
        var now = TickOf(time.GetTimestamp());
        while (TakeNext(now) is { } item) Visit(item);
    }

    /// <summary>The next item that is due; one at a time, because a visit may remove any other.</summary>
    private WheelItem? TakeNext(long now)
    {
        lock (_gate)
        {
            while (!_disposed)
            {
                // Usually all of a slot is due. After laps were missed, some of it can be there for the next lap.
                var item = _slots[_done % Slots];
                while (item is not null && item.Due > _done) item = item.Next;
                if (item is not null)
                {
                    Unlink(item);
                    return item;
                }

                if (_done >= now) return null;
                // After a long pause each slot is visited once, not once for each lap that was missed.
                _done = Math.Max(_done + 1, now - Slots + 1);
            }

            return null;
        }
    }

    private void Visit(WheelItem item)
    {
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

    private void Link(WheelItem item, long due)
    {
        ref var first = ref _slots[due % Slots];
        (item.Due, item.Next, item.Previous) = (due, first, null);
        if (first is not null) first.Previous = item;
        first = item;
    }

    private void Unlink(WheelItem item)
    {
        if (item.Due == WheelItem.Never) return;
        if (item.Previous is { } previous) previous.Next = item.Next;
        else _slots[item.Due % Slots] = item.Next;
        if (item.Next is { } next) next.Previous = item.Previous;
        (item.Due, item.Next, item.Previous) = (WheelItem.Never, null, null);
    }

    [LoggerMessage(EventId = 3001, Level = LogLevel.Error, Message = "A deadline could not be checked. This is a defect of RoomSockets; the check is repeated.")]
    private partial void LogCheckFailed(Exception error);
}
