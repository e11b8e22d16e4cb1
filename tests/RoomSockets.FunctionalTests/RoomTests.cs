using Microsoft.AspNetCore.Builder;

namespace RoomSockets.FunctionalTests;

public sealed class RoomTests
{
    [Fact]
    public async Task Text_InARoom_ReachesAllMembersAndNoOtherRoom()
    {
        await using var app = await TestApp.StartAsync(map => map.MapRoomSockets("/ws/{room}").AllowAnonymous());
        await using var ann = await app.ConnectAsync("/ws/lobby");
        await using var bob = await app.ConnectAsync("/ws/lobby");
        await using var eve = await app.ConnectAsync("/ws/other");

        await ann.SendAsync("hi");
        await eve.SendAsync("elsewhere");

        (await ann.ReceiveAsync()).Should().Be("hi");
        (await bob.ReceiveAsync()).Should().Be("hi");
        (await eve.ReceiveAsync()).Should().Be("elsewhere");
    }
}
