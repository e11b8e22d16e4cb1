using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RoomSockets.Databases;

namespace RoomSockets.EntityFramework.Tests;

/// <summary>A host with a context and users of its own.</summary>
public sealed class OwnContextTests
{
    [Theory]
    [Databases]
    public async Task Store_InTheHostsContext_KeepsItsTablesBesideTheHosts(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var services = Services<ShopContext>(database);
        await using (var scope = services.CreateAsyncScope()) await scope.ServiceProvider.GetRequiredService<ShopContext>().Database.EnsureCreatedAsync();

        // The host's user 7, seen for the first time as the sender of a message.
        await services.GetRequiredService<IRoomStore>().AppendAsync("orders", [new NewAlert("paid", "7")], default).Soon();
        await StartAsync(services);

        await using var after = services.CreateAsyncScope();
        var shop = after.ServiceProvider.GetRequiredService<ShopContext>();
        var alert = await shop.Set<Alert>().Include(row => row.Sender).SingleAsync();
        (alert.Content, alert.Sender!.ExternalId).Should().Be(("paid", "7"));
        shop.Model.FindEntityType(typeof(Alert))!.GetTableName().Should().Be("chat_alerts");
        (await shop.Users.CountAsync()).Should().Be(0, "the host's own table of the same name is its own");
    }

    [Theory]
    [Databases]
    public async Task Start_ContextWithoutTheModel_SaysWhichLineToAdd(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var services = Services<EmptyContext>(database);

        await FluentActions.Awaiting(() => StartAsync(services)).Should().ThrowAsync<InvalidOperationException>().WithMessage("*EmptyContext.OnModelCreating: modelBuilder.UseRoomSockets();");
    }

    [Theory]
    [Databases]
    public async Task Start_DatabaseWithoutTheTables_SaysHowToCreateThem(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var services = Services<ShopContext>(database);

        await FluentActions.Awaiting(() => StartAsync(services)).Should().ThrowAsync<InvalidOperationException>().WithMessage("*has no tables of RoomSockets*migration*EnsureCreatedAsync()*docs/sql*");
    }

    [Theory]
    [Databases]
    public async Task Start_TablesOfAnotherVersion_SaysSo(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = await StoreHost.CreateAsync(database);
        await host.WithContextAsync(context => context.Set<SchemaVersion>().ExecuteUpdateAsync(version => version.SetProperty(row => row.Version, 99)));

        await FluentActions.Awaiting(() => StartAsync(host.Services)).Should().ThrowAsync<InvalidOperationException>().WithMessage("*version 99*needs 3*");
    }

    [PostgresFact]
    public async Task Start_DatabaseThatDoesNotExist_SaysSo()
    {
        await using var database = await TestDatabase.CreateAsync("PostgreSQL");
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddRoomSockets().AddEntityFrameworkStore(options => options.UseNpgsql(database.Connection + ";Database=nowhere"));
        await using var provider = services.BuildServiceProvider();

        await FluentActions.Awaiting(() => StartAsync(provider)).Should().ThrowAsync<InvalidOperationException>().WithMessage("The database cannot be used: *nowhere*Check the connection string.");
    }

    [Fact]
    public async Task Start_ContextThatIsNotRegistered_SaysWhichLineToAdd()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddRoomSockets().AddEntityFrameworkStore<ShopContext>();
        await using var provider = services.BuildServiceProvider();

        await FluentActions.Awaiting(() => StartAsync(provider)).Should().ThrowAsync<InvalidOperationException>().WithMessage("*AddDbContext<ShopContext>*");
    }

    [PostgresFact]
    public async Task Start_DatabaseIsAway_GoesOnWithAWarning()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddRoomSockets().AddEntityFrameworkStore(options => options.UseNpgsql("Host=/nowhere;Username=x;Database=x;Timeout=1"));
        await using var provider = services.BuildServiceProvider();

        await StartAsync(provider);

        await FluentActions.Awaiting(() => provider.GetRequiredService<IRoomStore>().AppendAsync("r", [new NewAlert("x")], default).Soon()).Should().ThrowAsync<StoreUnavailableException>();
    }

    private static async Task StartAsync(IServiceProvider services)
    {
        foreach (var service in services.GetServices<IHostedService>().OfType<SchemaCheck>()) await service.StartAsync(CancellationToken.None).Soon();
    }

    private static ServiceProvider Services<TContext>(TestDatabase database)
        where TContext : DbContext
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddDbContext<TContext>(database.Use);
        services.AddRoomSockets().AddEntityFrameworkStore<TContext>();
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
    }

    private sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
    {
        public DbSet<Customer> Users => Set<Customer>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Customer>().ToTable("users");
            modelBuilder.UseRoomSockets(tables => tables.TablePrefix = "chat_");
        }
    }

    private sealed class EmptyContext(DbContextOptions<EmptyContext> options) : DbContext(options);

    private sealed class Customer
    {
        public int Id { get; set; }

        public required string Mail { get; set; }
    }
}
