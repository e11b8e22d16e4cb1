using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RoomSockets;
using RoomSockets.EntityFramework;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps users, rooms, tokens and alerts in a database.</summary>
public static class RoomSocketsEntityFrameworkBuilderExtensions
{
    /// <summary>Keeps them in a context of the host's, which has them through <c>modelBuilder.UseRoomSockets()</c> and is registered with <c>AddDbContext</c> or <c>AddDbContextFactory</c>.</summary>
    /// <typeparam name="TContext">The context; a scope of its own for each operation.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <remarks>The host does not start where the context lacks the tables; the message has the line to add.</remarks>
    public static IRoomSocketsBuilder AddEntityFrameworkStore<TContext>(this IRoomSocketsBuilder builder)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(static provider => new Contexts(provider.GetRequiredService<IServiceScopeFactory>(), typeof(TContext)));
        services.AddSingleton<Attempts>();
        services.AddSingleton(static provider => new Senders(provider.GetRequiredService<IUserStore>));
        services.AddSingleton<AppendQueue>();
        services.AddHostedService(static provider => provider.GetRequiredService<AppendQueue>());
        services.AddHostedService<SchemaCheck>();
        services.TryAddSingleton<IModerationStore, EntityModerationStore>();
        return builder.AddStore<EntityRoomStore, EntityUserStore, EntityTokenStore>();
    }

    /// <summary>Keeps them in a <see cref="RoomSocketsDbContext"/>, for hosts without a context of their own.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Chooses the database: <c>db => db.UseSqlite("Data Source=chat.db")</c>.</param>
    public static IRoomSocketsBuilder AddEntityFrameworkStore(this IRoomSocketsBuilder builder, Action<DbContextOptionsBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.AddDbContextPool<RoomSocketsDbContext>(configure);
        return builder.AddEntityFrameworkStore<RoomSocketsDbContext>();
    }
}
