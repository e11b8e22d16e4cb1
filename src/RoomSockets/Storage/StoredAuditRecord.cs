using System.Globalization;

namespace RoomSockets;

/// <summary>Something that a moderator did, as the store keeps it. Never what anybody said.</summary>
/// <param name="Id">Its number, ascending.</param>
/// <param name="At">When the store took it (UTC).</param>
/// <param name="Actor">The id of who did it; null for the application.</param>
/// <param name="Action">What it was.</param>
/// <param name="Subject">Whom or what it was about: a user's id, an address, or the offset of a message; null for the room itself.</param>
/// <param name="Room">The room's name; null for everywhere.</param>
/// <param name="Detail">Why, until when, how many seconds.</param>
public sealed record StoredAuditRecord(long Id, DateTimeOffset At, string? Actor, AuditAction Action, string? Subject, string? Room, string? Detail);

/// <summary>Something that a moderator did, on its way into the store; see <see cref="StoredAuditRecord"/>.</summary>
public sealed record NewAuditRecord(string? Actor, AuditAction Action, string? Subject, string? Room, string? Detail)
{
    /// <summary>The most UTF-16 units of a reason.</summary>
    public const int MaxReasonLength = 256;

    /// <summary>The most UTF-16 units of a detail: a reason and a time.</summary>
    public const int MaxDetailLength = 320;

    /// <summary>The record of a ban.</summary>
    public static NewAuditRecord Of(NewBan ban)
    {
        ArgumentNullException.ThrowIfNull(ban);
        return new(ban.Actor, AuditAction.Ban, ban.Subject.ToString(), ban.Room, Describe(ban.Until, ban.Reason));
    }

    /// <summary>The record of a mute.</summary>
    public static NewAuditRecord Of(NewMute mute)
    {
        ArgumentNullException.ThrowIfNull(mute);
        return new(mute.Actor, AuditAction.Mute, mute.UserId, mute.Room, Describe(mute.Until, mute.Reason));
    }

    /// <summary>The record of a slow mode.</summary>
    public static NewAuditRecord OfSlowMode(string room, int seconds, string? actor) =>
        new(actor, AuditAction.SlowMode, Subject: null, room, string.Create(CultureInfo.InvariantCulture, $"{seconds} s"));

    private static string? Describe(DateTimeOffset? until, string? reason)
    {
        var end = until is { } moment ? string.Create(CultureInfo.InvariantCulture, $"until {moment.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}") : null;
        return end is null ? reason : reason is null ? end : $"{end}: {reason}";
    }
}

/// <summary>What moderators do. The names are stored.</summary>
public enum AuditAction
{
    /// <summary>A user was taken out of a room.</summary>
    Kick,

    /// <summary>A user or an address is kept out.</summary>
    Ban,

    /// <summary>A ban was ended.</summary>
    Unban,

    /// <summary>A user may not speak.</summary>
    Mute,

    /// <summary>A mute was ended.</summary>
    Unmute,

    /// <summary>Slow mode was changed.</summary>
    SlowMode,

    /// <summary>A message was changed.</summary>
    Redact,

    /// <summary>A message was deleted.</summary>
    Delete,
}

/// <summary>A page of audit records: the newest, descending.</summary>
/// <param name="Room">Only of this room; null for all.</param>
/// <param name="Before">Only with a smaller number; null for the newest.</param>
/// <param name="Limit">At most this many, 1 to 1,000.</param>
public sealed record AuditQuery(string? Room = null, long? Before = null, int Limit = 200);
