using RoomSockets.FunctionalTests.V1;

namespace RoomSockets.FunctionalTests.Moderation;

public sealed class KickTests
{
    [Fact]
    public async Task KickAsync_OfOneThatSpeaksTheSubProtocol_LeavesThatRoomAndMayComeBack()
    {
        await using var app = await V1App.StartAsync();
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");
        await ann.JoinAsync("other");

        (await app.Rooms.KickAsync("lobby", "ann", "spam", "eve")).Should().Be(1);

        var left = await ann.ReadAsync("left");
        (left["room"]!.ToString(), left["reason"]!.ToString(), left.ContainsKey("until"), left.ContainsKey("id")).Should().Be(("lobby", "kicked", false, false));
        await app.Rooms.PublishAsync("lobby", "secret");
        await app.Rooms.PublishAsync("other", "hello");
        (await ann.ReadAsync("message"))["room"]!.ToString().Should().Be("other");
        (await ann.JoinAsync("lobby")).Offset().Should().Be(1, "a kick is no ban");
    }

    [Fact]
    public async Task KickAsync_OfARawOne_ClosesIt()
    {
        await using var app = await V1App.StartAsync();
        await using var here = await app.ConnectAsync("/ws/lobby?token=ann");
        await using var there = await app.ConnectAsync("/ws/other?token=ann");

        (await app.Rooms.KickAsync("lobby", "ann")).Should().Be(1);

        (await here.ReceiveCloseAsync()).Should().Be((1008, "kicked"));
        await app.Rooms.SendToRoomAsync("other", "still here");
        (await there.ReceiveAsync()).Should().Be("still here");
        await using var again = await app.ConnectAsync("/ws/lobby?token=ann");
    }

    [Fact]
    public async Task KickAsync_OfNobody_IsNoError()
    {
        await using var app = await V1App.StartAsync();

        (await app.Rooms.KickAsync("lobby", "ann")).Should().Be(0);
        (await app.Rooms.KickAsync("lobby", "ann", new string('x', 256))).Should().Be(0);
        var tooLong = async () => await app.Rooms.KickAsync("lobby", "ann", new string('x', 257));
        await tooLong.Should().ThrowAsync<ArgumentOutOfRangeException>();
    }
}
