using Microsoft.AspNetCore.Builder;

namespace RoomSockets.FunctionalTests.Hosting;

public sealed class GroupTests
{
    [Fact]
    public async Task Room_InTheGroupsPrefix_IsTheRoom()
    {
        await using var app = await TestApp.StartAsync(map => map.MapGroup("/x/{room}").AllowAnonymous().MapRoomSockets("/ws"));
        await using var ann = await app.ConnectAsync("/x/lobby/ws");
        await using var bob = await app.ConnectAsync("/x/lobby/ws");
        await using var eve = await app.ConnectAsync("/x/other/ws");

        await ann.SendAsync("hi");
        await eve.SendAsync("elsewhere");

        (await bob.ReceiveAsync()).Should().Be("hi");
        (await eve.ReceiveAsync()).Should().Be("elsewhere");
        (await app.Rooms.CountMembersAsync("lobby")).Should().Be(2);
    }

    [Fact]
    public async Task AllowAnonymous_OfTheGroup_HoldsForItsSockets()
    {
        await using var app = await TestApp.StartAsync(map =>
        {
            map.MapGroup("/open").AllowAnonymous().MapRoomSockets("/ws/{room}");
            map.MapGroup("/also").MapRoomSockets("/ws/{room}").AllowAnonymous();
        });

        (await app.VerdictAsync("/open/ws/lobby")).Should().Be("101");
        (await app.VerdictAsync("/also/ws/lobby")).Should().Be("101");
    }

    [Fact]
    public async Task ConfigureRoomSockets_OfTheGroup_HoldsForItsSocketsAndTheirsWins()
    {
        await using var app = await TestApp.StartAsync(map =>
        {
            var group = map.MapGroup("/g").AllowAnonymous().ConfigureRoomSockets(options => options.MaxMessageBytes = 1);
            group.MapRoomSockets("/one", message => message.ReplyAsync(message.Data));
            group.MapRoomSockets("/two", message => message.ReplyAsync(message.Data)).ConfigureRoomSockets(options => options.MaxMessageBytes = 2);
        });
        await using var one = await app.ConnectAsync("/g/one");
        await using var two = await app.ConnectAsync("/g/two");

        await one.SendAsync("12");
        await two.SendAsync("12");

        (await one.ReceiveCloseAsync()).Code.Should().Be(1009);
        (await two.ReceiveAsync()).Should().Be("12");
    }
}
