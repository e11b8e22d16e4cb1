using System.Collections.Concurrent;
using System.Threading.RateLimiting;

namespace RoomSockets;

/// <summary>
/// Owns the limiters of one limit: one for each connection, user, address or room. Ours and not the framework's, because that one
/// keeps a timer that looks at all of them ten times a second, and cannot be told that a connection has ended.
/// </summary>
internal sealed class RatePartitions(RateLimitBy by, Func<RateLimiter> create, int max = RatePartitions.Max) : PartitionedRateLimiter<RateSubject>
{
    /// <summary>More names than that are no people. What is given up beyond it begins anew, which nobody can aim at somebody.</summary>
    public const int Max = 100_000;

    private const int Few = 1024;
    private readonly ConcurrentDictionary<RateKey, RatePartition> _partitions = new();
    private readonly Lock _sweeping = new();
    private int _count;
    private int _sweepAt = Few;

    public int Count => Volatile.Read(ref _count);

    /// <summary>A connection has ended: nobody will ask for it again.</summary>
    public void Forget(IConnection connection)
    {
        if (by == RateLimitBy.Connection) Remove(new RateKey(by, connection.Id));
    }

    public override RateLimiterStatistics? GetStatistics(RateSubject resource) =>
        RateKey.Of(by, resource) is { } key && _partitions.TryGetValue(key, out var partition) ? partition.Statistics : null;

    protected override RateLimitLease AttemptAcquireCore(RateSubject resource, int permitCount)
    {
        if (RateKey.Of(by, resource) is not { } key) return RateLease.Granted;
        while (true)
        {
            var partition = Find(key);
            if (partition.TryAcquire(permitCount) is { } lease) return lease;
            // Given up in this very moment; the next one is new.
            Drop(key, partition);
        }
    }

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(RateSubject resource, int permitCount, CancellationToken cancellationToken) =>
        ValueTask.FromResult(AttemptAcquireCore(resource, permitCount));

    protected override void Dispose(bool disposing)
    {
        if (disposing) foreach (var key in _partitions.Keys) Remove(key);
        base.Dispose(disposing);
    }

    private RatePartition Find(RateKey key)
    {
        while (true)
        {
            if (_partitions.TryGetValue(key, out var known)) return known;
            // Before it is there: a newcomer has used nothing yet, and would be given up at once.
            if (Count >= Volatile.Read(ref _sweepAt)) Sweep();
            var partition = new RatePartition(create());
            if (_partitions.TryAdd(key, partition))
            {
                Interlocked.Increment(ref _count);
                return partition;
            }

            partition.TryGiveUp(onlyIdle: false);
        }
    }

    /// <summary>Gives up who is as good as new. The next look comes when there are twice as many, so that each newcomer pays for two.</summary>
    private void Sweep()
    {
        if (!_sweeping.TryEnter()) return;
        try
        {
            foreach (var (key, partition) in _partitions)
            {
                if (partition.TryGiveUp(onlyIdle: true)) Drop(key, partition);
            }

            // Connections are bounded by themselves.
            var most = by == RateLimitBy.Connection ? int.MaxValue / 2 : max;
            // At the bound each look makes room for thousands, lest each newcomer pays for a look at all.
            var surplus = Count - (most - (most / 8));
            if (surplus > 0) foreach (var (key, _) in _partitions.Take(surplus)) Remove(key);
            Volatile.Write(ref _sweepAt, Math.Clamp(Count * 2, Few, most));
        }
        finally
        {
            _sweeping.Exit();
        }
    }

    private void Remove(RateKey key)
    {
        if (!_partitions.TryGetValue(key, out var partition)) return;
        Drop(key, partition);
        partition.TryGiveUp(onlyIdle: false);
    }

    /// <summary>This one, and not another that has its name by now.</summary>
    private void Drop(RateKey key, RatePartition partition)
    {
        if (_partitions.TryRemove(new KeyValuePair<RateKey, RatePartition>(key, partition))) Interlocked.Decrement(ref _count);
    }
}
