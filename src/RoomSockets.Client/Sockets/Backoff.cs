namespace RoomSockets.Client;

/// <summary>How long to wait before trying again: full jitter under a bound that doubles from 0.5 s to 20 s. Pure.</summary>
internal static class Backoff
{
    private const double FirstBound = 500;
    private const double LastBound = 20_000;

    /// <param name="attempt">How many attempts failed before; the first is 0.</param>
    /// <param name="jitter">0 to 1.</param>
    public static TimeSpan Wait(int attempt, double jitter) =>
        TimeSpan.FromMilliseconds(jitter * Math.Min(LastBound, FirstBound * Math.Pow(2, Math.Min(attempt, 10))));
}
