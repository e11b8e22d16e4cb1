using RoomSockets.EntityFramework;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Brings the tables of RoomSockets into a context of the host's.</summary>
public static class RoomSocketsModelBuilderExtensions
{
    /// <summary>Adds users, rooms, memberships, tokens and alerts to this model. Call it in <c>OnModelCreating</c>, and migrations include them.</summary>
    /// <param name="modelBuilder">The builder.</param>
    /// <param name="configure">Schema and prefix of the tables; by default the database's schema and <c>roomsockets_</c>.</param>
    public static ModelBuilder UseRoomSockets(this ModelBuilder modelBuilder, Action<RoomSocketsModelOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        var options = new RoomSocketsModelOptions();
        configure?.Invoke(options);
        new RoomSocketsModel(modelBuilder, options).Build();
        return modelBuilder;
    }
}
