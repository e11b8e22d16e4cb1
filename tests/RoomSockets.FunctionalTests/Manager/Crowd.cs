using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.Lifecycle;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.Manager;

/// <summary>Rooms whose members are named by their token: <c>?token=ann</c> is user ann with token id <c>t-ann</c>.</summary>
internal static class Crowd
{
    public static Task<TestApp> StartAsync(Action<RoomSocketsOptions>? options = null, FakeClock? clock = null) => TestApp.StartAsync(
        app =>
        {
            app.MapRoomSockets("/ws/{room}").AllowAnonymous();
            app.MapRoomSockets("/plain", message => message.ReplyAsync(message.Data)).AllowAnonymous();
        },
        rooms =>
        {
            rooms.Services.AddRoomSockets(options);
            rooms.AddTokenValidator((context, _) => ValueTask.FromResult(TokenResult.Success(context.Token, tokenId: $"t-{context.Token}")));
        },
        clock);

    /// <summary>Connects and waits until the server counts the member.</summary>
    public static async Task<TestClient> EnterAsync(this TestApp app, string room, string? user = null)
    {
        var before = await app.Rooms.CountMembersAsync(room);
        var client = await app.ConnectAsync($"/ws/{room}{(user is null ? "" : $"?token={user}")}");
        await app.MembersAsync(room, before + 1);
        return client;
    }

    public static async Task<string> IdOfAsync(this TestApp app, string user) => (await app.Rooms.GetConnectionsAsync(user)).Single().Id;
}
