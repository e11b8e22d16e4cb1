using Microsoft.Extensions.Logging;

namespace RoomSockets;

/// <summary>The log lines of <c>AddRoomRateLimits</c>: events 4121–4122.</summary>
internal static partial class RateLimitLog
{
    [LoggerMessage(EventId = 4121, Level = LogLevel.Debug, Message = "Connection '{ConnectionId}' is over the rate limit '{Limit}' and may come again after {RetryAfter}.")]
    public static partial void Refused(ILogger logger, string connectionId, string limit, TimeSpan retryAfter);

    [LoggerMessage(EventId = 4122, Level = LogLevel.Information, Message = "Rate limit '{Limit}' only counts: it would have refused {Count} since it was last told of. The next line comes in a minute at the earliest.")]
    public static partial void WouldRefuse(ILogger logger, string limit, long count);
}
