using System.Diagnostics;

namespace RoomSockets.Benchmarks.Loading;

/// <summary>Asks the server a few times a second how many connections it has, beside the load's own thread.</summary>
internal sealed class EvictionWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private readonly LoadPlan _plan;
    private readonly long _start;
    private double _seconds;
    private double _peak;

    public EvictionWatch(LoadPlan plan, long start)
    {
        (_plan, _start) = (plan, start);
        _thread = new Thread(Watch) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>0 while one of them is still there.</summary>
    public double SecondsUntilEvicted => Volatile.Read(ref _seconds);

    public double PeakKiB => Volatile.Read(ref _peak);

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    private void Watch()
    {
        using var probe = new ServerProbe(_plan);
        while (!_stop.Wait(Interval))
        {
            Volatile.Write(ref _peak, Math.Max(_peak, probe.ResidentKiB));
            if (_seconds > 0 || probe.Ask(collect: false).Connections > _plan.Members - _plan.Stalled) continue;
            Volatile.Write(ref _seconds, Stopwatch.GetElapsedTime(_start).TotalSeconds);
        }
    }
}
