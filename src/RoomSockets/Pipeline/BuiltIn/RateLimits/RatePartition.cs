using System.Threading.RateLimiting;

namespace RoomSockets;

/// <summary>Owns the limiter of one name. It is given up in no moment in which somebody uses it, or what was used of it would be forgotten.</summary>
internal sealed class RatePartition(RateLimiter limiter)
{
    private readonly Lock _gate = new();
    private bool _isGivenUp;

    public RateLimiterStatistics? Statistics => limiter.GetStatistics();

    /// <summary>Null where it was given up: the name has another one, or needs one.</summary>
    public RateLimitLease? TryAcquire(int permits)
    {
        lock (_gate)
        {
            if (_isGivenUp) return null;
            Replenish();
            return limiter.AttemptAcquire(permits);
        }
    }

    /// <summary>Gives it up, for good.</summary>
    /// <param name="onlyIdle">True to keep it where it is not as good as new.</param>
    /// <returns>False where it stays.</returns>
    public bool TryGiveUp(bool onlyIdle)
    {
        lock (_gate)
        {
            if (_isGivenUp) return true;
            if (onlyIdle)
            {
                Replenish();
                if (limiter.IdleDuration is null) return false;
            }

            _isGivenUp = true;
        }

        limiter.Dispose();
        return true;
    }

    private void Replenish()
    {
        if (limiter is ReplenishingRateLimiter { IsAutoReplenishing: false } waiting) waiting.TryReplenish();
    }
}
