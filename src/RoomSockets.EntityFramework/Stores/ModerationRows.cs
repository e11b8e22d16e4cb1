namespace RoomSockets.EntityFramework;

/// <summary>What moderators did, between the contract and the tables.</summary>
internal static class ModerationRows
{
    public static Ban ToRow(NewBan ban, DateTime now) => new()
    {
        UserId = ban.Subject.UserId,
        Address = ban.Subject.Address,
        Room = ban.Room,
        Until = ToColumn(ban.Until),
        Reason = ban.Reason,
        Actor = ban.Actor,
        CreatedAt = now,
    };

    public static Mute ToRow(NewMute mute, DateTime now) => new()
    {
        UserId = mute.UserId,
        Room = mute.Room,
        Until = ToColumn(mute.Until),
        Reason = mute.Reason,
        Actor = mute.Actor,
        CreatedAt = now,
    };

    public static AuditRecord ToRow(NewAuditRecord record, DateTime now) => new()
    {
        At = now,
        Actor = record.Actor,
        Action = record.Action,
        Subject = record.Subject,
        Room = record.Room,
        Detail = record.Detail,
    };

    public static StoredBan ToStored(Ban row) => new(row.Id, SubjectOf(row), row.Room, StoreClock.FromColumn(row.Until), row.Reason, row.Actor, StoreClock.FromColumn(row.CreatedAt));

    public static StoredMute ToStored(Mute row) => new(row.Id, row.UserId, row.Room, StoreClock.FromColumn(row.Until), row.Reason, row.Actor, StoreClock.FromColumn(row.CreatedAt));

    public static StoredAuditRecord ToStored(AuditRecord row) => new(row.Id, StoreClock.FromColumn(row.At), row.Actor, row.Action, row.Subject, row.Room, row.Detail);

    private static BanSubject SubjectOf(Ban row) => row.UserId is { } user
        ? BanSubject.OfUser(user)
        : BanSubject.TryParseAddress(row.Address, out var subject) ? subject : throw new InvalidOperationException($"Ban {row.Id} has neither a user nor an address.");

    private static DateTime? ToColumn(DateTimeOffset? moment) => moment is { } end ? StoreClock.ToColumn(end) : null;
}
