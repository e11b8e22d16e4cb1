using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.Accounts;

/// <summary>An application with accounts over the store in memory, and a room.</summary>
internal static class AccountApp
{
    public static Task<TestApp> StartAsync(Action<AccountOptions>? accounts = null, Action<IRoomSocketsBuilder>? add = null, Action<RoomSocketsApiOptions>? api = null, FakeClock? clock = null, string environment = "Production") =>
        TestApp.StartAsync(
            app =>
            {
                app.MapRoomSocketsApi("/api", api);
                app.MapRoomSockets("/ws/{room}");
            },
            rooms =>
            {
                rooms.AddMemoryStore().ConfigureAccounts(options =>
                {
                    // The smallest effort: what is tested here is not how long a hash takes.
                    options.PasswordCost = 4;
                    accounts?.Invoke(options);
                });
                add?.Invoke(rooms);
            },
            clock,
            environment: environment);
}
