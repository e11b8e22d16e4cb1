using System.Diagnostics;

namespace RoomSockets.Benchmarks.Loading;

/// <summary>Bounds a loop in time.</summary>
internal readonly struct Patience(TimeSpan time, string complaint)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    public bool IsOver => Stopwatch.GetElapsedTime(_start) > time;

    public void Check()
    {
        if (IsOver) throw new TimeoutException($"{complaint} after {time.TotalSeconds:0} s.");
    }
}
