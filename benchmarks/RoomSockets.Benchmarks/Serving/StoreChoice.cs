using Microsoft.EntityFrameworkCore;
using RoomSockets.EntityFramework;

namespace RoomSockets.Benchmarks.Serving;

/// <summary>The store that the command line asks for: none, <c>--store memory</c>, or <c>--store sqlite</c> with <c>--database file</c>; what it is asked is counted.</summary>
internal static class StoreChoice
{
    public const string Memory = "memory", Sqlite = "sqlite";

    public static void AddStore(this IRoomSocketsBuilder builder, Arguments options)
    {
        switch (options.Get("store", string.Empty))
        {
            case "":
                return;
            case Memory:
                builder.AddMemoryStore();
                break;
            case Sqlite:
                builder.AddEntityFrameworkStore(db => db.UseSqlite($"Data Source={options.Get("database", "benchmark.db")}"));
                break;
            case var other:
                throw new ArgumentException($"There is no store '{other}'. There are: {Memory}, {Sqlite}.");
        }

        // A load creates as many rooms as it likes.
        builder.ConfigureAccounts(static accounts => accounts.MaxNewRoomsPerHour = 0);
        Count(builder.Services);
    }

    /// <summary>Makes the tables where there are none, before the host looks for them.</summary>
    public static async Task PrepareStoreAsync(this WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        if (scope.ServiceProvider.GetService<RoomSocketsDbContext>() is { } context) await context.Database.EnsureCreatedAsync();
    }

    private static void Count(IServiceCollection services)
    {
        var store = services.Last(static service => service.ServiceType == typeof(IRoomStore));
        services.Remove(store);
        services.AddSingleton(provider => new CountingRoomStore((IRoomStore)ActivatorUtilities.CreateInstance(provider, store.ImplementationType!)));
        services.AddSingleton<IRoomStore>(static provider => provider.GetRequiredService<CountingRoomStore>());
    }
}
