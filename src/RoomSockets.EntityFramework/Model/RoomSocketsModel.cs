using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace RoomSockets.EntityFramework;

/// <summary>The tables: names, lengths, what is unique, and the indexes that paging needs.</summary>
internal sealed class RoomSocketsModel(ModelBuilder model, RoomSocketsModelOptions options)
{
    /// <summary>64 code points of the user name in UTF-16, and room for a suffix.</summary>
    public const int UserNameLength = 144;

    public const int Version = 3;

    public const int RoomNameLength = 120;

    // SQLite gives dates back without their kind.
    private static readonly ValueConverter<DateTime, DateTime> Utc =
        new(static time => time, static time => DateTime.SpecifyKind(time, DateTimeKind.Utc));

    public void Build()
    {
        Add<SchemaVersion>("schema_version", static version =>
        {
            version.HasKey(row => row.Id);
            version.Property(row => row.Id).ValueGeneratedNever();
            version.HasData(new SchemaVersion { Id = 1, Version = Version });
        });
        Add<User>("users", static user =>
        {
            user.Property(row => row.Name).HasMaxLength(UserNameLength);
            user.Property(row => row.NormalizedName).HasMaxLength(UserNameLength);
            user.Property(row => row.PasswordHash).HasMaxLength(256);
            user.Property(row => row.ExternalId).HasMaxLength(StoredUser.MaxExternalIdLength);
            user.HasIndex(row => row.NormalizedName).IsUnique();
            user.HasIndex(row => row.ExternalId).IsUnique();
        });
        Add<Room>("rooms", static room =>
        {
            room.Property(row => row.Name).HasMaxLength(RoomNameLength);
            room.Property(row => row.CreatorId).HasMaxLength(StoredUser.MaxExternalIdLength);
            room.Property(row => row.Epoch).HasMaxLength(32);
            room.HasIndex(row => row.Name).IsUnique();
        });
        Add<RoomUser>("room_users", static member =>
        {
            member.HasKey(row => new { row.RoomId, row.UserId });
            member.HasIndex(row => row.UserId);
            member.HasOne(row => row.Room).WithMany().HasForeignKey(row => row.RoomId).OnDelete(DeleteBehavior.Cascade);
            member.HasOne(row => row.User).WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
        });
        Add<Token>("tokens", static token =>
        {
            token.Property(row => row.Hash).HasMaxLength(32).IsFixedLength();
            token.HasIndex(row => row.Hash).IsUnique();
            token.HasIndex(row => new { row.UserId, row.Id });
            token.HasIndex(row => row.ExpiresAt);
            token.HasOne(row => row.User).WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
        });
        AddTickets();
        Add<Alert>("alerts", static alert =>
        {
            alert.Property(row => row.Key).HasMaxLength(64);
            alert.Property(row => row.IsDeleted).HasDefaultValue(false);
            alert.HasIndex(row => new { row.RoomId, row.Offset }).IsUnique();
            alert.HasIndex(row => new { row.RoomId, row.Id });
            // By the key first, which is what is looked for. Most alerts have none; both databases read the filter so.
            alert.HasIndex(row => new { row.RoomId, row.Key, row.SenderId }).IsUnique().HasFilter("\"key\" IS NOT NULL");
            alert.HasIndex(row => row.SenderId);
            alert.HasOne(row => row.Room).WithMany().HasForeignKey(row => row.RoomId).OnDelete(DeleteBehavior.Cascade);
            alert.HasOne(row => row.Sender).WithMany().HasForeignKey(row => row.SenderId).OnDelete(DeleteBehavior.SetNull);
        });
        AddModeration();
    }

    private void AddModeration()
    {
        Add<Ban>("bans", ModerationModel.Build);
        Add<Mute>("mutes", ModerationModel.Build);
        Add<SlowMode>("slow_modes", ModerationModel.Build);
        Add<AuditRecord>("audit_records", ModerationModel.Build);
    }

    private void AddTickets() => Add<Ticket>("tickets", static ticket =>
    {
        ticket.Property(row => row.Hash).HasMaxLength(32).IsFixedLength();
        ticket.HasIndex(row => row.Hash).IsUnique();
        ticket.HasIndex(row => new { row.UserId, row.Id });
        ticket.HasIndex(row => row.ExpiresAt);
        ticket.HasOne(row => row.User).WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
    });

    /// <summary>Columns are in snake_case, whatever conventions the host's context has.</summary>
    private void Add<TEntity>(string table, Action<EntityTypeBuilder<TEntity>> build)
        where TEntity : class
    {
        var entity = model.Entity<TEntity>();
        entity.ToTable(options.TablePrefix + table, options.Schema);
        build(entity);
        foreach (var property in entity.Metadata.GetProperties())
        {
            property.SetColumnName(ToSnakeCase(property.Name));
            if (property.ClrType == typeof(DateTime) || property.ClrType == typeof(DateTime?)) property.SetValueConverter(Utc);
        }
    }

    private static string ToSnakeCase(string name) =>
        string.Concat(name.Select(static (letter, at) => at > 0 && char.IsUpper(letter) ? $"_{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
}
