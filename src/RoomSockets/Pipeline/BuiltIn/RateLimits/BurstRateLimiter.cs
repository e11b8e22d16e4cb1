using System.Threading.RateLimiting;

namespace RoomSockets;

/// <summary>A token bucket on the application's clock; the framework's reads the machine's, even where it is replenished by hand.</summary>
internal sealed class BurstRateLimiter(int perSecond, int burst, TimeProvider time) : RateLimiter
{
    private readonly Lock _gate = new();
    private readonly AllowanceRate _rate = new(perSecond, burst, time.TimestampFrequency);
    private Allowance _allowance;

    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (_gate) return _allowance.IsFull(time.GetTimestamp()) ? TimeSpan.Zero : null;
        }
    }

    public override RateLimiterStatistics? GetStatistics() => null;

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(permitCount, 1);
        lock (_gate)
        {
            var taken = _allowance;
            if (!taken.TryTake(time.GetTimestamp(), _rate, mayRest: false, out var retryAfter)) return new RateLease(retryAfter);
            // Who takes none only asks.
            if (permitCount > 0) _allowance = taken;
            return RateLease.Granted;
        }
    }

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) => ValueTask.FromResult(AttemptAcquireCore(permitCount));
}
