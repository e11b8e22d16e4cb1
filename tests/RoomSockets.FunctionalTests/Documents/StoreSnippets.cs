using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.EntityFramework;
using RoomSockets.Testing;

namespace RoomSockets.FunctionalTests.Documents;

// The C# of docs/stores.md and docs/accounts.md, compiled here; see Snippets.cs.
[SuppressMessage("Performance", "CA1822", Justification = "The snippets are shown as their readers would write them.")]
internal static class StoreSnippets
{
    internal static void Memory(WebApplicationBuilder builder)
    {
        builder.Services.AddRoomSockets().AddMemoryStore(options => options.AlertsPerRoom = 1000);
    }

    internal static void Sqlite(WebApplicationBuilder builder)
    {
        builder.Services.AddRoomSockets()
            .AddEntityFrameworkStore(db => db.UseSqlite("Data Source=chat.db"));
    }

    internal static void PostgreSql(WebApplicationBuilder builder)
    {
        builder.Services.AddRoomSockets()
            .AddEntityFrameworkStore(db => db.UseNpgsql("Host=localhost;Database=chat;Username=chat;Password=…"));
    }

    internal static async Task ReadmeAsync(WebApplication app)
    {
        await using (var scope = app.Services.CreateAsyncScope()) // once, for a new database
            await scope.ServiceProvider.GetRequiredService<RoomSocketsDbContext>().Database.EnsureCreatedAsync();
        app.MapRoomSocketsApi("/api");
    }

    internal static async Task CreateTablesAsync(WebApplication app)
    {
        await using (var scope = app.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<RoomSocketsDbContext>().Database.EnsureCreatedAsync();
    }

    internal static void Shop(WebApplicationBuilder builder)
    {
        builder.Services.AddDbContext<ShopContext>(db => db.UseSqlite("Data Source=shop.db"));
        builder.Services.AddRoomSockets()
            .AddEntityFrameworkStore<ShopContext>()
            .UseAuthenticationScheme("Cookies"); // whoever is signed in to the shop is signed in to its rooms
    }

    internal static void MapShop(WebApplication app)
    {
        app.MapRoomSockets("/ws/{room}");
        app.MapRoomSocketsApi("/api", api => api.Accounts = false);
    }

    internal static void MapApi(WebApplication app)
    {
        app.MapRoomSocketsApi("/api");
    }

    internal static void OwnStore<MyRooms, MyUsers, MyTokens>(WebApplicationBuilder builder)
        where MyRooms : class, IRoomStore
        where MyUsers : class, IUserStore
        where MyTokens : class, ITokenStore
    {
        builder.Services.AddRoomSockets().AddStore<MyRooms, MyUsers, MyTokens>();
    }

    internal static void Rule(WebApplicationBuilder builder)
    {
        builder.Services.AddRoomSockets().AddRoomAuthorizer<TeamRooms>();
    }

    internal static void Policy(WebApplicationBuilder builder)
    {
        builder.Services.AddAuthorization(options => options.AddPolicy("speakers", policy => policy.RequireClaim("speaker")));
        builder.Services.AddRoomSockets().RequireRoomPolicy(RoomOperation.Publish, "speakers");
    }

    internal static void Accounts(WebApplicationBuilder builder)
    {
        builder.Services.AddRoomSockets()
            .AddMemoryStore()
            .ConfigureAccounts(accounts =>
            {
                accounts.TokenLifetime = TimeSpan.FromDays(7);
                accounts.OneTokenPerUser = true; // signing in elsewhere signs out here
            })
            .OnUserCreated(async (created, cancellationToken) =>
                await created.Services.GetRequiredService<IMailer>().WelcomeAsync(created.User.Name, cancellationToken));
    }

    internal static void Hasher(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IPasswordHasher, OtherHasher>();
    }
}

public sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<Customer> Users => Set<Customer>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Customer>().ToTable("users");
        modelBuilder.UseRoomSockets(tables => tables.TablePrefix = "chat_"); // or tables.Schema = "chat"
    }
}

public sealed class TeamRooms : IRoomAuthorizer
{
    public ValueTask<bool> AllowsAsync(RoomOperation operation, string room, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        ValueTask.FromResult(operation switch
        {
            RoomOperation.Direct => user.HasClaim("guest", "true") is false, // room is the id of the other user here
            _ => !room.StartsWith("team-", StringComparison.Ordinal) || user.HasClaim("team", room["team-".Length..]),
        });
}

public sealed class OtherHasher : IPasswordHasher
{
    public string Hash(string password) => BCrypt.HashPassword(password, 12);

    public bool Verify(string password, string hash, out bool needsRehash)
    {
        needsRehash = BCrypt.PasswordNeedsRehash(hash, 12);
        return BCrypt.Verify(password, hash);
    }
}

public sealed class MyStoreTests
{
    public static IEnumerable<object[]> Cases => StoreSpecification.Cases.Select(name => new object[] { name });

    [Theory]
    [MemberData(nameof(Cases))]
    public Task MyStore_Keeps(string promise) => new StoreSpecification(CreateMyStoreAsync).RunAsync(promise);

    /// <summary>Stands for the reader's own store.</summary>
    private static ValueTask<StoreUnderTest> CreateMyStoreAsync()
    {
        var services = new ServiceCollection();
        services.AddLogging().AddRoomSockets().AddMemoryStore(options => options.AlertsPerRoom = 1000);
        var provider = services.BuildServiceProvider();
        return ValueTask.FromResult(new StoreUnderTest(
            provider.GetRequiredService<IRoomStore>(), provider.GetRequiredService<IUserStore>(), provider.GetRequiredService<ITokenStore>(), provider.DisposeAsync));
    }
}

/// <summary>Stands for the reader's own users.</summary>
public sealed class Customer
{
    public int Id { get; set; }

    public required string Mail { get; set; }
}

/// <summary>Stands for the reader's own mail.</summary>
public interface IMailer
{
    ValueTask WelcomeAsync(string name, CancellationToken cancellationToken);
}

/// <summary>Stands for the package BCrypt.Net-Next, which has these three methods.</summary>
internal static class BCrypt
{
    public static string HashPassword(string password, int cost) => $"{cost}{password}";

    public static bool Verify(string password, string hash) => hash.EndsWith(password, StringComparison.Ordinal);

    public static bool PasswordNeedsRehash(string hash, int cost) => !hash.StartsWith($"{cost}", StringComparison.Ordinal);
}
