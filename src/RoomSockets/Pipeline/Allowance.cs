namespace RoomSockets;

/// <summary>
/// What one connection may still do of something: two numbers inside of an object that the connection has anyway. A limiter of the
/// framework would cost each connection an object with a queue, a lock and a lease; here an idle connection pays 16 bytes, and a
/// message two comparisons and an addition. Only the loop that reads the connection uses it, so nothing is locked.
/// </summary>
internal struct Allowance
{
    private long _paidUntil;
    private long _shutUntil;

    /// <summary>Whether all of it is there.</summary>
    public readonly bool IsFull(long now) => now >= _paidUntil;

    /// <summary>Takes one, if there is one.</summary>
    /// <param name="now">A timestamp; earlier ones than before are no fault.</param>
    /// <param name="rate">How fast it comes back.</param>
    /// <param name="mayRest">
    /// Whether nothing is given for a while after it was used up, until half of it has come back, at most a second. Whoever sends
    /// ahead and repeats what was refused needs it: if one of the frames under way were taken in between, it would overtake those that were refused before it.
    /// </param>
    /// <param name="retryAfter">When there is one again.</param>
    public bool TryTake(long now, in AllowanceRate rate, bool mayRest, out TimeSpan retryAfter)
    {
        retryAfter = TimeSpan.Zero;
        if (rate.IsUnlimited) return true;
        // What was not used comes back with time: nobody owes less than nothing.
        var paid = Math.Max(_paidUntil, now);
        var full = rate.Interval * (rate.Burst - 1);
        if (now >= _shutUntil)
        {
            if (paid - now <= full)
            {
                _paidUntil = paid + rate.Interval;
                return true;
            }

            var rest = mayRest ? Math.Min(rate.Interval * rate.Burst / 2, rate.Second) : 0;
            _shutUntil = now + Math.Max(paid - now - full, rest);
        }

        retryAfter = TimeSpan.FromTicks((_shutUntil - now) * TimeSpan.TicksPerSecond / rate.Second + 1);
        return false;
    }
}

/// <summary>How fast an <see cref="Allowance"/> comes back, in units of the clock's timestamps.</summary>
internal readonly struct AllowanceRate
{
    /// <param name="perSecond">How many in a second, on average; 0 for any number.</param>
    /// <param name="burst">How many at once.</param>
    /// <param name="second">The timestamps of a second.</param>
    public AllowanceRate(int perSecond, int burst, long second)
    {
        (Burst, Second) = (burst, second);
        Interval = perSecond == 0 ? 0 : Math.Max(1, second / perSecond);
    }

    public int Burst { get; }

    public long Second { get; }

    /// <summary>How long it takes until there is one more.</summary>
    public long Interval { get; }

    public bool IsUnlimited => Interval == 0;
}
