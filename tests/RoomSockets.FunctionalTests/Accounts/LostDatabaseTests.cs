using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RoomSockets.Databases;

namespace RoomSockets.FunctionalTests.Accounts;

/// <summary>The database goes away and comes back, while people are connected.</summary>
public sealed class LostDatabaseTests
{
    [PostgresFact]
    public async Task Database_IsLostAndComesBack_SendersAreToldNobodyIsCutOffAndNothingIsLost()
    {
        await using var database = await TestDatabase.CreateAsync("PostgreSQL");
        await using var app = await StartAsync(database);
        using var api = new Api(app.Http);
        var token = await api.SignInAsync("ann");
        await using var ann = await app.ConnectAsync($"/ws/lobby?token={token}");
        await using var ben = await app.ConnectAsync($"/ws/lobby?token={await api.SignInAsync("ben")}");
        await ann.SendAsync("before");
        (await ben.ReceiveAsync()).Should().Be("before");
        await ann.ReceiveAsync();

        await database.CloseAsync();
        await ann.SendAsync("lost");
        (await ann.ReceiveAsync()).Should().Contain("\"code\":\"store_unavailable\"").And.Contain("\"temporary\":true");
        await FluentActions.Awaiting(async () => await app.Rooms.PublishAsync("lobby", "lost, too")).Should().ThrowAsync<StoreUnavailableException>();
        (await api.GetAsync("alerts")).Status.Should().Be(503);
        await using var newcomer = await app.KnockAsync("/ws/lobby?token=" + "Token_" + new string('a', 64));
        newcomer.Status.Should().Be(503, "nobody can tell whose token that is");

        await database.OpenAsync();
        await ann.SendAsync("after");
        (await ben.ReceiveAsync()).Should().Be("after", "nobody got what was not stored");
        (await ann.ReceiveAsync()).Should().Be("after");
        (await api.GetAsync("alerts")).Json.AsArray().Select(alert => alert!["content"]!.GetValue<string>()).Should().Equal("before", "after");
        app.Logs.Entries.Should().Contain(entry => entry.Level == LogLevel.Warning && entry.Text.Contains("The store did not take 1 messages for room 'lobby'"));
    }

    private static async Task<TestApp> StartAsync(TestDatabase database) => await TestApp.StartAsync(
        app =>
        {
            using (var scope = app.Services.CreateScope()) scope.ServiceProvider.GetRequiredService<EntityFramework.RoomSocketsDbContext>().Database.EnsureCreated();
            app.MapRoomSocketsApi("/api");
            app.MapRoomSockets("/ws/{room}");
        },
        rooms =>
        {
            rooms.AddEntityFrameworkStore(database.Use).ConfigureAccounts(accounts => accounts.PasswordCost = 4);
            // What Entity Framework says of a failed query is expected here.
            rooms.Services.AddLogging(logging => logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.None));
        });
}
