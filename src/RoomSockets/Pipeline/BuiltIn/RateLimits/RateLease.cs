using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace RoomSockets;

/// <summary>What our own limiters answer: nothing is held, so nothing is given back.</summary>
internal sealed class RateLease(TimeSpan? retryAfter) : RateLimitLease
{
    public static RateLease Granted { get; } = new(retryAfter: null);

    public override bool IsAcquired => retryAfter is null;

    public override IEnumerable<string> MetadataNames => IsAcquired ? [] : [MetadataName.RetryAfter.Name];

    public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
    {
        metadata = string.Equals(metadataName, MetadataName.RetryAfter.Name, StringComparison.Ordinal) ? retryAfter : null;
        return metadata is not null;
    }
}
