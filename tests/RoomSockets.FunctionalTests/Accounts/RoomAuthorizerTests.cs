using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.FunctionalTests.Accounts;

/// <summary>One rule for sockets and REST.</summary>
public sealed class RoomAuthorizerTests
{
    [Fact]
    public async Task Rule_OfTheHost_HoldsForSocketsAndTheApi()
    {
        await using var app = await AccountApp.StartAsync(add: rooms => rooms.AddRoomAuthorizer<BoardForBoss>());
        using var api = new Api(app.Http);
        var ann = await api.SignInAsync("ann");
        foreach (var room in new[] { "board", "lobby", "archive" }) await app.Rooms.PublishAsync(room, $"said in {room}");
        await using var lobby = await app.ConnectAsync($"/ws/lobby?token={ann}");

        await using var board = await app.KnockAsync($"/ws/board?token={ann}");
        (board.Status, board.Body).Should().Match<(int Status, string Body)>(answer => answer.Status == 403 && answer.Body.Contains("\"room\""));
        (await app.Rooms.JoinAsync((await app.Rooms.GetConnectionsAsync("user:1"))[0].Id, "board")).Should().Be(JoinResult.Refused);
        (await api.PostAsync("rooms/1/join")).Problem.Should().Be((403, "forbidden"));
        (await api.GetAsync("alerts?room=board")).Problem.Should().Be((403, "forbidden"));
        (await api.GetAsync("alerts?room=archive")).Problem.Should().Be((403, "forbidden"), "one may enter, and not read");
        Contents(await api.GetAsync("alerts")).Should().Equal("said in lobby");
        (await api.GetAsync("rooms")).Json.AsArray().Select(room => room!["name"]!.GetValue<string>()).Should().Equal("lobby", "archive");
        (await api.PostAsync("rooms", new { name = "board 2" })).Problem.Should().Be((403, "forbidden"));

        await api.SignInAsync("boss");
        Contents(await api.GetAsync("alerts")).Should().Equal("said in board", "said in lobby", "said in archive");
        await using var inside = await app.ConnectAsync($"/ws/board?token={api.Token}");
    }

    private static IEnumerable<string> Contents(ApiReply reply) => reply.Json.AsArray().Select(alert => alert!["content"]!.GetValue<string>());

    private sealed class BoardForBoss : IRoomAuthorizer
    {
        public ValueTask<bool> AllowsAsync(RoomOperation operation, string room, ClaimsPrincipal user, CancellationToken cancellationToken) => ValueTask.FromResult(
            user.Identity?.Name == "boss" || !(room.StartsWith("board", StringComparison.Ordinal) || (room == "archive" && operation == RoomOperation.History)));
    }
}
