using System.Diagnostics;

namespace RoomSockets.Benchmarks.Loading;

/// <summary>Keeps messages coming for a while: a number in flight, or so many a second.</summary>
internal sealed class Pace(LoadPlan plan, Crowd crowd, Traffic traffic)
{
    private static readonly TimeSpan MostDraining = TimeSpan.FromSeconds(15);
    private int _turn;

    /// <summary>Returns when the time is over and everything that was sent has arrived, or will not.</summary>
    public void Keep(double seconds)
    {
        if (plan.Window > 0) KeepInFlight(seconds);
        else KeepRate(seconds, static () => false);
        Drain();
    }

    /// <summary>Sends on schedule, however late the server is: latency counts from when a message was due.</summary>
    public void KeepRate(double seconds, Func<bool> isEnough)
    {
        var start = Stopwatch.GetTimestamp();
        var interval = Stopwatch.Frequency / plan.Rate;
        var end = start + (seconds * Stopwatch.Frequency);
        for (double due = start; due < end && !isEnough() && !traffic.IsBroken; due += interval)
        {
            // The system's timers are too coarse, so the last millisecond is spent asking again and again.
            while (Stopwatch.GetTimestamp() < due) crowd.Pump(Math.Max(0, (int)((due - Stopwatch.GetTimestamp()) * 1000 / Stopwatch.Frequency) - 1));
            traffic.Send(NextRoom(), (long)due);
        }
    }

    public void Drain()
    {
        for (var patience = new Patience(MostDraining, string.Empty); traffic.InFlight > 0 && !traffic.IsBroken && !patience.IsOver;) crowd.Pump(10);
    }

    private void KeepInFlight(double seconds)
    {
        var end = Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency);
        traffic.Finished = room =>
        {
            if (Stopwatch.GetTimestamp() < end) Send(plan.Echo ? room : NextRoom());
        };
        var first = plan.Echo ? plan.Window * plan.Rooms : plan.Window;
        for (var i = 0; i < first; i++) Send(NextRoom());
        // Bounded also where a message was lost and the window never opens again.
        var patience = new Patience(TimeSpan.FromSeconds(seconds), string.Empty);
        while (!patience.IsOver && !traffic.IsBroken) crowd.Pump(10);
        traffic.Finished = static _ => { };
    }

    private void Send(int room) => traffic.Send(room, Stopwatch.GetTimestamp());

    private int NextRoom() => _turn++ % plan.Rooms;
}
