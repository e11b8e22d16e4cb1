using System.Threading.RateLimiting;

namespace RoomSockets;

/// <summary>
/// The limits of one <c>AddRoomRateLimits</c>. Several limits of a kind must all agree; where one refuses, none of them is used up.
/// They stand beside the limits per connection that <see cref="RoomSocketsOptions.MessagesPerSecond"/> and its likes set.
/// </summary>
public sealed class RoomRateLimitOptions
{
    private readonly List<RateLimit> _limits = [];
    private TimeSpan _pause;

    /// <summary>What a raw client is told whose message was refused; null for the <c>error</c> of the sub-protocol as JSON text.</summary>
    /// <value>null</value>
    public string? RawAnswer { get; set; }

    /// <summary>How long nothing more is read from a connection whose message was refused; its peer is slowed down, and stays. 0 s to 1 min.</summary>
    /// <value>0 s</value>
    /// <exception cref="ArgumentOutOfRangeException">It is out of range.</exception>
    public TimeSpan Pause
    {
        get => _pause;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromMinutes(1));
            _pause = value;
        }
    }

    internal IReadOnlyList<RateLimit> Limits => _limits;

    /// <summary>At most so many messages in any 60 seconds.</summary>
    /// <param name="perMinute">How many. 1 to 1,000,000.</param>
    /// <param name="by">For whom.</param>
    /// <param name="dryRun">True to count and log what would be refused, and let it through.</param>
    public RoomRateLimitOptions Messages(int perMinute, RateLimitBy by = RateLimitBy.Connection, bool dryRun = false) => Slide(RateLimitKind.Messages, perMinute, by, dryRun);

    /// <summary>So many messages a second on average, and so many at once after a silence.</summary>
    /// <param name="perSecond">How many a second. 1 to 1,000,000.</param>
    /// <param name="burst">How many at once. 1 to 1,000,000.</param>
    /// <param name="by">For whom.</param>
    /// <param name="dryRun">True to count and log what would be refused, and let it through.</param>
    public RoomRateLimitOptions Messages(int perSecond, int burst, RateLimitBy by = RateLimitBy.Connection, bool dryRun = false) =>
        Refill(RateLimitKind.Messages, perSecond, burst, by, dryRun);

    /// <inheritdoc cref="Messages(int, RateLimitBy, bool)" path="/param"/>
    /// <summary>At most so many joins in any 60 seconds.</summary>
    public RoomRateLimitOptions Joins(int perMinute, RateLimitBy by = RateLimitBy.Connection, bool dryRun = false) => Slide(RateLimitKind.Joins, perMinute, by, dryRun);

    /// <inheritdoc cref="Messages(int, int, RateLimitBy, bool)" path="/param"/>
    /// <summary>So many joins a second on average, and so many at once after a silence.</summary>
    public RoomRateLimitOptions Joins(int perSecond, int burst, RateLimitBy by = RateLimitBy.Connection, bool dryRun = false) => Refill(RateLimitKind.Joins, perSecond, burst, by, dryRun);

    /// <inheritdoc cref="Messages(int, RateLimitBy, bool)" path="/param"/>
    /// <summary>At most so many handshakes in any 60 seconds; one more is refused with 429 and <c>Retry-After</c>.</summary>
    public RoomRateLimitOptions Connects(int perMinute, RateLimitBy by = RateLimitBy.Address, bool dryRun = false) => Slide(RateLimitKind.Connects, perMinute, by, dryRun);

    /// <inheritdoc cref="Messages(int, int, RateLimitBy, bool)" path="/param"/>
    /// <summary>So many handshakes a second on average, and so many at once after a silence.</summary>
    public RoomRateLimitOptions Connects(int perSecond, int burst, RateLimitBy by = RateLimitBy.Address, bool dryRun = false) =>
        Refill(RateLimitKind.Connects, perSecond, burst, by, dryRun);

    /// <summary>A limit of any kind, for instance one of <c>System.Threading.RateLimiting</c>. Those follow the machine's clock and not the application's <see cref="TimeProvider"/>.</summary>
    /// <param name="kind">What is counted.</param>
    /// <param name="by">For whom.</param>
    /// <param name="create">
    /// Makes the limiter of one connection, user, address or room: another one each time. It is never waited for, so a queue is of no use; switch
    /// <c>AutoReplenishment</c> off, then it has no timer of its own and is replenished when it is asked. Its lease is held until the
    /// message was handled. It is disposed when nobody needs it any more.
    /// </param>
    /// <param name="name">What metrics and logs call it; null for its kind and <paramref name="by"/>. Not for clients.</param>
    /// <param name="dryRun">True to count and log what would be refused, and let it through.</param>
    /// <exception cref="ArgumentException">Connects are counted by connection, of which each connects once.</exception>
    public RoomRateLimitOptions Add(RateLimitKind kind, RateLimitBy by, Func<RateLimiter> create, string? name = null, bool dryRun = false)
    {
        ArgumentNullException.ThrowIfNull(create);
        return Add(new RateLimit(kind, by, _ => create(), name ?? NameOf(kind, by), dryRun));
    }

    private static string NameOf(RateLimitKind kind, RateLimitBy by) => $"{RateLimit.NameOf(kind)} by {by}";

    private RoomRateLimitOptions Slide(RateLimitKind kind, int perMinute, RateLimitBy by, bool dryRun)
    {
        Check(perMinute, nameof(perMinute));
        return Add(new RateLimit(kind, by, time => new SlidingRateLimiter(perMinute, TimeSpan.FromMinutes(1), time), NameOf(kind, by), dryRun));
    }

    private RoomRateLimitOptions Refill(RateLimitKind kind, int perSecond, int burst, RateLimitBy by, bool dryRun)
    {
        Check(perSecond, nameof(perSecond));
        Check(burst, nameof(burst));
        return Add(new RateLimit(kind, by, time => new BurstRateLimiter(perSecond, burst, time), NameOf(kind, by), dryRun));
    }

    private RoomRateLimitOptions Add(RateLimit limit)
    {
        if (limit is { Kind: RateLimitKind.Connects, By: RateLimitBy.Connection })
            throw new ArgumentException("Connects cannot be limited by connection: each connection connects once. Limit them by RateLimitBy.Address, User or Room.", nameof(limit));
        _limits.Add(limit);
        return this;
    }

    private static void Check(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1_000_000, name);
    }
}
