using Microsoft.EntityFrameworkCore;
using RoomSockets.EntityFramework;

namespace Samples;

/// <summary>Where rooms, users, tokens and alerts are kept: <c>Database</c> and <c>ConnectionStrings:RoomSockets</c> in the configuration.</summary>
internal static class Database
{
    /// <param name="rooms">The builder.</param>
    /// <param name="configuration">The host's.</param>
    /// <param name="file">The SQLite database where nothing else is configured, in the folder that the host was started in.</param>
    public static IRoomSocketsBuilder AddDatabase(this IRoomSocketsBuilder rooms, IConfiguration configuration, string file)
    {
        var connection = configuration.GetConnectionString("RoomSockets");
        return configuration["Database"] switch
        {
            null or "" or "Sqlite" => rooms.AddEntityFrameworkStore(db => db.UseSqlite(connection ?? $"Data Source={file}")),
            "PostgreSql" => rooms.AddEntityFrameworkStore(db => db.UseNpgsql(connection ?? throw new InvalidOperationException("Database=PostgreSql needs ConnectionStrings:RoomSockets."))),
            "Memory" => rooms.AddMemoryStore(),
            var other => throw new InvalidOperationException($"Database={other} is unknown. Choose Sqlite, PostgreSql or Memory."),
        };
    }

    /// <summary>Creates the tables where the database is new.</summary>
    public static async Task CreateAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        if (scope.ServiceProvider.GetService<RoomSocketsDbContext>() is { } context) await context.Database.EnsureCreatedAsync();
    }
}
