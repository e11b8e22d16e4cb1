using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.Databases;
using RoomSockets.EntityFramework;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.BadInput;

/// <summary>The application that is attacked: raw and v1, with a store, where hardly anything but what is wrong is refused.</summary>
internal static class FuzzHost
{
    private const int Rooms = 500;

    public static Task<TestApp> StartAsync(FakeClock clock, TestDatabase? database) => TestApp.StartAsync(app => Map(app, database is not null), rooms => Add(rooms, database), clock);

    private static void Map(WebApplication app, bool hasDatabase)
    {
        if (hasDatabase)
        {
            using var scope = app.Services.CreateScope();
            scope.ServiceProvider.GetRequiredService<RoomSocketsDbContext>().Database.EnsureCreated();
        }

        app.MapRoomSockets("/ws", static message => message.RelayAsync()).AllowAnonymous();
        app.MapRoomSockets("/ws/{room}").AllowAnonymous();
    }

    private static void Add(IRoomSocketsBuilder rooms, TestDatabase? database)
    {
        rooms.AddTokenValidator(static (context, _) => ValueTask.FromResult(Judge(context.Token)));
        rooms.ConfigureAccounts(static accounts => (accounts.MaxNewRoomsPerHour, accounts.MaxNewRoomsPerAddress) = (0, 0));
        if (database is null) rooms.AddMemoryStore(static options => options.Rooms = Rooms);
        else rooms.AddEntityFrameworkStore(database.Use);
        rooms.Services.AddRoomSockets(static options =>
        {
            (options.MaxRooms, options.MaxConnectionsPerUser, options.MaxNewDirectsPerHour, options.Deflate) = (Rooms, 1000, 0, true);
            // Most of what is wrong is forgiven here, so that what follows it is looked at.
            options.MaxProtocolErrors = 1000;
            // Time stands still: whoever is closed would linger until the end.
            options.MaxLingeringCloses = 1_000_000;
        });
    }

    private static TokenResult Judge(string token) => token switch
    {
        "bad" => TokenResult.Failure(),
        "ann" or "cleo" => TokenResult.Success(token),
        _ => TokenResult.Success("eve"),
    };
}
