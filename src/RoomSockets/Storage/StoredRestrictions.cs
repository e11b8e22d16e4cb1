namespace RoomSockets;

/// <summary>A ban as the store keeps it.</summary>
/// <param name="Id">Its number; a ban that replaces another one has a new one.</param>
/// <param name="Subject">Who.</param>
/// <param name="Room">The room's name, normalised; null for everywhere.</param>
/// <param name="Until">When it ends (UTC); null for never.</param>
/// <param name="Reason">Why; at most <see cref="NewAuditRecord.MaxDetailLength"/> characters; null where nobody said.</param>
/// <param name="Actor">Who did it; null for the application.</param>
/// <param name="CreatedAt">When the store took it (UTC).</param>
public sealed record StoredBan(long Id, BanSubject Subject, string? Room, DateTimeOffset? Until, string? Reason, string? Actor, DateTimeOffset CreatedAt);

/// <summary>A mute as the store keeps it.</summary>
/// <param name="Id">Its number; a mute that replaces another one has a new one.</param>
/// <param name="UserId">The user's id as connections know it.</param>
/// <param name="Room">The room's name, normalised; null for everywhere.</param>
/// <param name="Until">When it ends (UTC); null for never.</param>
/// <param name="Reason">Why; at most <see cref="NewAuditRecord.MaxDetailLength"/> characters; null where nobody said.</param>
/// <param name="Actor">Who did it; null for the application.</param>
/// <param name="CreatedAt">When the store took it (UTC).</param>
public sealed record StoredMute(long Id, string UserId, string? Room, DateTimeOffset? Until, string? Reason, string? Actor, DateTimeOffset CreatedAt);

/// <summary>The slow mode of a room as the store keeps it.</summary>
/// <param name="Room">The room's name, normalised.</param>
/// <param name="Seconds">One message of a user in that time, 1 to <see cref="MaxSeconds"/>.</param>
public sealed record StoredSlowMode(string Room, int Seconds)
{
    /// <summary>Six hours.</summary>
    public const int MaxSeconds = 6 * 60 * 60;
}

/// <summary>What is in force.</summary>
/// <param name="Bans">The newest bans, by ascending number.</param>
/// <param name="Mutes">The newest mutes, by ascending number.</param>
/// <param name="SlowModes">Slow modes.</param>
public sealed record StoredRestrictions(IReadOnlyList<StoredBan> Bans, IReadOnlyList<StoredMute> Mutes, IReadOnlyList<StoredSlowMode> SlowModes);

/// <summary>A ban on its way into the store; see <see cref="StoredBan"/>.</summary>
public sealed record NewBan(BanSubject Subject, string? Room, DateTimeOffset? Until, string? Reason, string? Actor);

/// <summary>A mute on its way into the store; see <see cref="StoredMute"/>.</summary>
public sealed record NewMute(string UserId, string? Room, DateTimeOffset? Until, string? Reason, string? Actor);
