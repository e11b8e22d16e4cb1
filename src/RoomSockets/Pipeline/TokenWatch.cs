namespace RoomSockets;

/// <summary>Owns the time at which the token of one connection is asked about again.</summary>
internal sealed class TokenWatch(Revalidation line, ConnectionServices connections, TimeSpan every, TokenReview review, TokenRefresh refresh) : WheelItem, IAsyncDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private long _since;
    private TimeSpan _wait;
    private volatile bool _hasEnded;

    /// <summary>The first time is any moment of the interval: those who came together are asked about one after another.</summary>
    public void Begin() => WaitFor(every * Fraction());

    public override TimeSpan? Check()
    {
        if (_hasEnded) return null;
        var left = _wait - connections.Time.GetElapsedTime(_since);
        if (left > TimeSpan.Zero) return left;
        line.Enqueue(this);
        return null;
    }

    /// <summary>Asks, and is due again later: sooner where nobody could say. Never throws.</summary>
    /// <returns>False when nobody could say.</returns>
    public async Task<bool> AskAsync()
    {
        var isDecided = _hasEnded || await review.RepeatAsync();
        if (!_hasEnded) WaitFor(isDecided ? every * (0.9 + (0.1 * Fraction())) : Shorter(every, LongestPause) * (0.5 + (0.5 * Fraction())));
        return isDecided;
    }

    /// <summary>Waits for a question that is being asked: it looks at the request, which is the server's again after this.</summary>
    public async ValueTask DisposeAsync()
    {
        _hasEnded = true;
        connections.Wheel.Remove(this);
        (await refresh.EnterAsync()).Dispose();
    }

    private void WaitFor(TimeSpan wait)
    {
        (_since, _wait) = (connections.Time.GetTimestamp(), wait);
        connections.Wheel.Schedule(this, wait);
        // The end may have come in between, and the wheel would keep what it has.
        if (_hasEnded) connections.Wheel.Remove(this);
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

#pragma warning disable CA5394 // Spreads load; nobody gains by guessing it.
    private static double Fraction() => Random.Shared.NextDouble();
#pragma warning restore CA5394
}
