using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace RoomSockets;

/// <summary>Tells what a limit would have refused that only counts: one line for each limit and minute, however many they are.</summary>
internal sealed class TrialLog(TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<RateLimit, Tally> _tallies = new();

    public void Note(RateLimit limit)
    {
        if (_tallies.GetOrAdd(limit, static _ => new Tally()).Count(time, Interval) is { } count) RateLimitLog.WouldRefuse(logger, limit.Name, count);
    }

    private sealed class Tally
    {
        private readonly Lock _gate = new();
        private long? _told;
        private long _count;

        public long? Count(TimeProvider time, TimeSpan interval)
        {
            lock (_gate)
            {
                _count++;
                if (_told is { } told && time.GetElapsedTime(told) < interval) return null;
                _told = time.GetTimestamp();
                var count = _count;
                _count = 0;
                return count;
            }
        }
    }
}
