using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RoomSockets.Databases;
using RoomSockets.EntityFramework;

namespace RoomSockets.FunctionalTests.Conformance;

/// <summary>The server that the cases are about: <c>/ws</c> joins by frame, <c>/ws/{room}</c> by itself, and a token is the name of its user.</summary>
internal sealed class ConformanceHost : IAsyncDisposable
{
    private readonly TestDatabase? _database;

    private ConformanceHost(TestDatabase? database, ConformanceRules rules, TestApp app) => (_database, Rules, App) = (database, rules, app);

    public TestApp App { get; private set; }

    public ConformanceRules Rules { get; }

    /// <param name="store"><c>Memory</c>, or a kind of database.</param>
    public static async Task<ConformanceHost> StartAsync(string store)
    {
        var database = store == "Memory" ? null : await TestDatabase.CreateAsync(store);
        var rules = new ConformanceRules();
        return new ConformanceHost(database, rules, await StartAsync(database, rules));
    }

    /// <summary>Stops the host as an operator would, and starts another one over the same store.</summary>
    /// <remarks>What the connections are told on the way is read by them.</remarks>
    public async Task RestartAsync()
    {
        await App.DisposeAsync();
        App = await StartAsync(_database, Rules);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
    }

    private static Task<TestApp> StartAsync(TestDatabase? database, ConformanceRules rules) => TestApp.StartAsync(
        app =>
        {
            if (database is not null)
                using (var scope = app.Services.CreateScope()) scope.ServiceProvider.GetRequiredService<RoomSocketsDbContext>().Database.EnsureCreated();
            app.MapRoomSockets<Lobby>("/ws").AllowAnonymous();
            app.MapRoomSockets("/ws/{room}").AllowAnonymous();
        },
        rooms =>
        {
            if (database is null) rooms.AddMemoryStore();
            else rooms.AddEntityFrameworkStore(database.Use);
            rooms.AddTokenValidator((context, _) => ValueTask.FromResult(Judge(context.Token)));
            rooms.Services.AddSingleton<IRoomAuthorizer>(rules);
            rooms.Services.Configure<RoomSocketsOptions>(static options => options.PresenceGrace = TimeSpan.Zero);
            // Every statement of every case would drown what matters.
            rooms.Services.AddLogging(logging => logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Error));
        });

    private static TokenResult Judge(string token)
    {
        if (token is "nobody") return TokenResult.Failure();
        if (token is "expired") return TokenResult.Failure("token_expired");
        if (token.Split('~') is not [var user, var seconds]) return TokenResult.Success(token);
        return TokenResult.Success(user, expiresAt: TimeProvider.System.GetUtcNow().AddSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)));
    }

    private sealed class Lobby : RoomHandler;
}
