using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace RoomSockets.EntityFramework;

/// <summary>The tables of moderation. They name rooms and users by what the host knows of them, so that records outlive both.</summary>
internal static class ModerationModel
{
    private const int AddressLength = 64;
    private const int ActionLength = 16;

    public static void Build(EntityTypeBuilder<Ban> ban)
    {
        ban.Property(row => row.UserId).HasMaxLength(BanSubject.MaxUserIdLength);
        ban.Property(row => row.Address).HasMaxLength(AddressLength);
        ban.Property(row => row.Room).HasMaxLength(RoomSocketsModel.RoomNameLength);
        ban.Property(row => row.Reason).HasMaxLength(NewAuditRecord.MaxReasonLength);
        ban.Property(row => row.Actor).HasMaxLength(BanSubject.MaxUserIdLength);
        ban.HasIndex(row => row.UserId);
        ban.HasIndex(row => row.Address);
        ban.HasIndex(row => row.Until);
    }

    public static void Build(EntityTypeBuilder<Mute> mute)
    {
        mute.Property(row => row.UserId).HasMaxLength(BanSubject.MaxUserIdLength);
        mute.Property(row => row.Room).HasMaxLength(RoomSocketsModel.RoomNameLength);
        mute.Property(row => row.Reason).HasMaxLength(NewAuditRecord.MaxReasonLength);
        mute.Property(row => row.Actor).HasMaxLength(BanSubject.MaxUserIdLength);
        mute.HasIndex(row => row.UserId);
        mute.HasIndex(row => row.Until);
    }

    public static void Build(EntityTypeBuilder<SlowMode> slowMode)
    {
        slowMode.HasKey(row => row.Room);
        slowMode.Property(row => row.Room).HasMaxLength(RoomSocketsModel.RoomNameLength);
    }

    public static void Build(EntityTypeBuilder<AuditRecord> record)
    {
        record.Property(row => row.Actor).HasMaxLength(BanSubject.MaxUserIdLength);
        record.Property(row => row.Action).HasConversion<string>().HasMaxLength(ActionLength);
        record.Property(row => row.Subject).HasMaxLength(BanSubject.MaxUserIdLength);
        record.Property(row => row.Room).HasMaxLength(RoomSocketsModel.RoomNameLength);
        record.Property(row => row.Detail).HasMaxLength(NewAuditRecord.MaxDetailLength);
        record.HasIndex(row => new { row.Room, row.Id });
    }
}
