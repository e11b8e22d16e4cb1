using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.Databases;

namespace RoomSockets.EntityFramework.Tests;

/// <summary>A host's services over a database, as <c>AddEntityFrameworkStore</c> puts them together.</summary>
internal sealed class StoreHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private StoreHost(ServiceProvider services) => _services = services;

    public IRoomStore Rooms => _services.GetRequiredService<IRoomStore>();

    public IUserStore Users => _services.GetRequiredService<IUserStore>();

    public ITokenStore Tokens => _services.GetRequiredService<ITokenStore>();

    public IModerationStore Moderation => _services.GetRequiredService<IModerationStore>();

    public IServiceProvider Services => _services;

    public static async Task<StoreHost> CreateAsync(TestDatabase database, Action<DbContextOptionsBuilder>? configure = null, Action<IRoomSocketsBuilder>? build = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        var rooms = services.AddRoomSockets().AddEntityFrameworkStore(options =>
        {
            database.Use(options);
            configure?.Invoke(options);
        });
        build?.Invoke(rooms);
        var host = new StoreHost(services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true }));
        await host.WithContextAsync(static context => context.Database.EnsureCreatedAsync());
        return host;
    }

    public async Task<T> WithContextAsync<T>(Func<RoomSocketsDbContext, Task<T>> use)
    {
        await using var scope = _services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<RoomSocketsDbContext>());
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
