using Microsoft.EntityFrameworkCore;

namespace RoomSockets.EntityFramework;

/// <summary>A context with the tables of RoomSockets and nothing else, for hosts that have none of their own.</summary>
/// <param name="options">Which database.</param>
public class RoomSocketsDbContext(DbContextOptions<RoomSocketsDbContext> options) : DbContext(options)
{
    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseRoomSockets();
}
