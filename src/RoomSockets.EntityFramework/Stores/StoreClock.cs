namespace RoomSockets.EntityFramework;

/// <summary>The time as both databases can keep it: UTC, to the microsecond.</summary>
internal static class StoreClock
{
    public static DateTime Now(this TimeProvider time) => ToColumn(time.GetUtcNow());

    public static DateTime ToColumn(DateTimeOffset moment)
    {
        var utc = moment.UtcDateTime;
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    public static DateTimeOffset FromColumn(DateTime utc) => new(utc, TimeSpan.Zero);

    public static DateTimeOffset? FromColumn(DateTime? utc) => utc is { } known ? FromColumn(known) : null;
}
