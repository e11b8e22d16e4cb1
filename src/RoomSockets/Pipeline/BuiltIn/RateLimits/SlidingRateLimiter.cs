using System.Threading.RateLimiting;

namespace RoomSockets;

/// <summary>
/// So many permits in any window, exactly: it remembers when each was given. Ours and not the framework's, because that one cuts the
/// window into segments and reads the machine's clock, which no test can hold. It has eight bytes for each permit of the last window.
/// </summary>
internal sealed class SlidingRateLimiter(int permits, TimeSpan window, TimeProvider time) : RateLimiter
{
    private readonly Lock _gate = new();
    private readonly Queue<long> _given = new();
    private long _last;

    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (_gate)
            {
                Forget(time.GetTimestamp());
                return _given.Count > 0 ? null : time.GetElapsedTime(_last);
            }
        }
    }

    public override RateLimiterStatistics? GetStatistics()
    {
        lock (_gate)
        {
            Forget(time.GetTimestamp());
            return new RateLimiterStatistics { CurrentAvailablePermits = permits - _given.Count };
        }
    }

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(permitCount, permits);
        lock (_gate)
        {
            // One look at the clock: with two, what was not over may be over, and the wait none.
            var now = time.GetTimestamp();
            Forget(now);
            if (_given.Count + Math.Max(1, permitCount) > permits) return new RateLease(window - time.GetElapsedTime(_given.Peek(), now));
            for (var i = 0; i < permitCount; i++) _given.Enqueue(_last = now);
            return RateLease.Granted;
        }
    }

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) => ValueTask.FromResult(AttemptAcquireCore(permitCount));

    private void Forget(long now)
    {
        while (_given.TryPeek(out var oldest) && time.GetElapsedTime(oldest, now) >= window) _given.Dequeue();
    }
}
