using System.Threading.RateLimiting;

namespace RoomSockets;

/// <summary>One limit as it was configured.</summary>
/// <param name="Kind">What is counted.</param>
/// <param name="By">For whom.</param>
/// <param name="Create">Makes the limiter of one partition.</param>
/// <param name="Name">What metrics and logs call it.</param>
/// <param name="IsDryRun">Whether it only counts.</param>
internal sealed record RateLimit(RateLimitKind Kind, RateLimitBy By, Func<TimeProvider, RateLimiter> Create, string Name, bool IsDryRun)
{
    public static string NameOf(RateLimitKind kind) => kind switch
    {
        RateLimitKind.Messages => "messages",
        RateLimitKind.Joins => "joins",
        _ => "connects",
    };
}

/// <summary>Whom a limit is asked about.</summary>
/// <param name="Connection">Who wants something.</param>
/// <param name="Room">Where; null for no room.</param>
internal readonly record struct RateSubject(IConnection Connection, string? Room);
