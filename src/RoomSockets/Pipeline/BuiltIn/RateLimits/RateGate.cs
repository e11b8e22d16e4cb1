using System.Threading.RateLimiting;

namespace RoomSockets;

/// <summary>Owns the limits of one kind and asks them: all must agree, and where one refuses none is used up.</summary>
internal sealed class RateGate : IDisposable
{
    /// <summary>For a limiter that does not say when.</summary>
    private static readonly TimeSpan SomeTime = TimeSpan.FromSeconds(1);

    private readonly (RateLimit Limit, RatePartitions Partitions)[] _binding;
    private readonly (RateLimit Limit, RatePartitions Partitions)[] _trial;
    private readonly Lock? _gate;

    public RateGate(RateLimitKind kind, IEnumerable<RateLimit> limits, TimeProvider time)
    {
        var all = limits.Where(limit => limit.Kind == kind).Select(limit => (Limit: limit, new RatePartitions(limit.By, () => limit.Create(time)))).ToList();
        _binding = [.. all.Where(static one => !one.Limit.IsDryRun)];
        _trial = [.. all.Where(static one => one.Limit.IsDryRun)];
        // A permit cannot be given back. So all are asked first and then used, and nobody may come in between; one connection by itself asks one thing at a time.
        if (_binding.Length > 1 && _binding.Any(static one => one.Limit.By != RateLimitBy.Connection)) _gate = new Lock();
    }

    /// <summary>Whether it may pass, and what must be held until it was handled.</summary>
    /// <param name="subject">Who wants something, and where.</param>
    /// <param name="onTrial">Told of each limit that only counts and would have refused.</param>
    public RateVerdict Ask(in RateSubject subject, Action<RateLimit> onTrial)
    {
        var verdict = AskBinding(subject);
        if (verdict.Refused is not null) return verdict;
        try
        {
            foreach (var (limit, partitions) in _trial)
            {
                using var lease = partitions.AttemptAcquire(subject);
                if (!lease.IsAcquired) onTrial(limit);
            }
        }
        catch
        {
            verdict.Release();
            throw;
        }

        return verdict;
    }

    public void Forget(IConnection connection)
    {
        foreach (var (_, partitions) in _binding) partitions.Forget(connection);
        foreach (var (_, partitions) in _trial) partitions.Forget(connection);
    }

    public void Dispose()
    {
        foreach (var (_, partitions) in _binding) partitions.Dispose();
        foreach (var (_, partitions) in _trial) partitions.Dispose();
    }

    private RateVerdict AskBinding(in RateSubject subject)
    {
        if (_gate is null) return Take(subject);
        lock (_gate) return Take(subject);
    }

    private RateVerdict Take(in RateSubject subject)
    {
        if (_binding.Length > 1 && Probe(subject) is { Refused: not null } refused) return refused;
        List<RateLimitLease>? held = null;
        try
        {
            foreach (var (limit, partitions) in _binding)
            {
                var lease = partitions.AttemptAcquire(subject);
                if (!lease.IsAcquired)
                {
                    using (lease) return new RateVerdict(limit, WaitOf(lease), held).Release();
                }

                if (lease is not RateLease) (held ??= []).Add(lease);
            }
        }
        catch
        {
            // Of a limiter of the host's; nobody else would ever give these back.
            foreach (var lease in held ?? []) lease.Dispose();
            throw;
        }

        return new RateVerdict(null, TimeSpan.Zero, held);
    }

    /// <summary>Asks without taking. Of several refusals the one that lasts longest is told, since the others are over by then.</summary>
    private RateVerdict Probe(in RateSubject subject)
    {
        var verdict = default(RateVerdict);
        foreach (var (limit, partitions) in _binding)
        {
            using var lease = partitions.AttemptAcquire(subject, permitCount: 0);
            if (!lease.IsAcquired && (verdict.Refused is null || WaitOf(lease) > verdict.RetryAfter)) verdict = new RateVerdict(limit, WaitOf(lease), null);
        }

        return verdict;
    }

    private static TimeSpan WaitOf(RateLimitLease lease) => lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) && wait > TimeSpan.Zero ? wait : SomeTime;
}

/// <summary>What became of a request.</summary>
/// <param name="Refused">The limit that refuses; null where none does.</param>
/// <param name="RetryAfter">When it makes sense to come again.</param>
/// <param name="Held">Leases to dispose when it was handled; null for none.</param>
internal readonly record struct RateVerdict(RateLimit? Refused, TimeSpan RetryAfter, List<RateLimitLease>? Held)
{
    public RateVerdict Release()
    {
        if (Held is null) return this;
        foreach (var lease in Held) lease.Dispose();
        return this with { Held = null };
    }
}
