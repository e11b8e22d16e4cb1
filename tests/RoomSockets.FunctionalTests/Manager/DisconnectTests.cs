namespace RoomSockets.FunctionalTests.Manager;

public sealed class DisconnectTests
{
    [Fact]
    public async Task Disconnect_Connection_EndsItAlone()
    {
        await using var app = await Crowd.StartAsync();
        await using var ann = await app.EnterAsync("lobby", "ann");
        await using var bob = await app.EnterAsync("lobby", "bob");
        var id = await app.IdOfAsync("ann");

        (await app.Rooms.DisconnectAsync(id)).Should().BeTrue();
        (await app.Rooms.DisconnectAsync(id)).Should().BeFalse("it is ending already");

        (await ann.ReceiveCloseAsync()).Code.Should().Be(1008, "the default");
        (await app.Rooms.CountMembersAsync("lobby")).Should().Be(1);
        await app.Rooms.PublishAsync("lobby", "bob hears");
        (await bob.ReceiveAsync()).Should().Be("bob hears");
    }

    [Fact]
    public async Task Disconnect_User_EndsAllDevices()
    {
        await using var app = await Crowd.StartAsync();
        await using var phone = await app.EnterAsync("lobby", "ann");
        await using var laptop = await app.EnterAsync("other", "ann");
        await using var bob = await app.EnterAsync("lobby", "bob");

        (await app.Rooms.DisconnectUserAsync("ann", 4009, "banned")).Should().Be(2);
        (await app.Rooms.DisconnectUserAsync("ann", 4009, "banned")).Should().Be(0);

        (await phone.ReceiveCloseAsync()).Should().Be((4009, "banned"));
        (await laptop.ReceiveCloseAsync()).Should().Be((4009, "banned"));
        await app.LeftAsync(1);
    }

    [Fact]
    public async Task Disconnect_Room_EndsItsMembers()
    {
        await using var app = await Crowd.StartAsync();
        await using var ann = await app.EnterAsync("lobby", "ann");
        await using var guest = await app.EnterAsync("lobby");
        await using var eve = await app.EnterAsync("other", "eve");

        (await app.Rooms.DisconnectRoomAsync("lobby", 1000, "closing time")).Should().Be(2);

        (await ann.ReceiveCloseAsync()).Should().Be((1000, "closing time"));
        (await guest.ReceiveCloseAsync()).Should().Be((1000, "closing time"));
        (await app.Rooms.GetRoomsAsync()).Should().Equal("other");
        await app.LeftAsync(1);
    }

    [Fact]
    public async Task Disconnect_WithACodeThatMayNotTravel_Throws()
    {
        await using var app = await Crowd.StartAsync();
        await using var ann = await app.EnterAsync("lobby", "ann");
        var id = await app.IdOfAsync("ann");
        Func<Task>[] calls =
        [
            async () => await app.Rooms.DisconnectAsync(id, 1006),
            async () => await app.Rooms.DisconnectUserAsync("ann", 999),
            async () => await app.Rooms.DisconnectRoomAsync("lobby", 5000),
        ];
        foreach (var call in calls) await call.Should().ThrowAsync<ArgumentOutOfRangeException>();
        (await app.Rooms.CountMembersAsync("lobby")).Should().Be(1);
    }

    [Fact]
    public async Task RevokeToken_EndsItsConnectionsWith1008()
    {
        await using var app = await Crowd.StartAsync();
        await using var one = await app.EnterAsync("lobby", "ann");
        await using var two = await app.EnterAsync("other", "ann");
        await using var bob = await app.EnterAsync("lobby", "bob");

        (await app.Rooms.RevokeTokenAsync("t-ann")).Should().Be(2);
        (await app.Rooms.RevokeTokenAsync("t-nobody")).Should().Be(0);

        (await one.ReceiveCloseAsync()).Should().Be((1008, "token_invalid"));
        (await two.ReceiveCloseAsync()).Should().Be((1008, "token_invalid"));
        await app.LeftAsync(1);
        (await app.Rooms.GetMembersAsync("lobby")).Single().UserId.Should().Be("bob");
    }
}
