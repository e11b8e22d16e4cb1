namespace RoomSockets.FunctionalTests.Manager;

public sealed class SendTests
{
    [Fact]
    public async Task SendToRoom_Except_GoesToTheOthersInOrder()
    {
        await using var app = await Crowd.StartAsync();
        await using var ann = await app.EnterAsync("lobby", "ann");
        await using var bob = await app.EnterAsync("lobby", "bob");
        await using var eve = await app.EnterAsync("other", "eve");
        await app.Rooms.PublishAsync("lobby", "one");
        await app.Rooms.SendToRoomAsync("lobby", "not for ann", [await app.IdOfAsync("ann"), "c_nobody"]);
        await app.Rooms.SendToRoomAsync("lobby", MessageData.Binary(new byte[] { 7 }));
        (await app.Rooms.PublishAsync("lobby", "two")).Should().Be(2, "what is sent takes no offset");
        await app.Rooms.SendToRoomAsync("nowhere", "nobody");
        await app.Rooms.SendToRoomAsync("other", "for eve");

        (await ann.ReceiveAsync()).Should().Be("one");
        (await ann.ReceiveBinaryAsync()).Should().Equal(7);
        (await ann.ReceiveAsync()).Should().Be("two");
        (await bob.ReceiveAsync()).Should().Be("one");
        (await bob.ReceiveAsync()).Should().Be("not for ann");
        (await bob.ReceiveBinaryAsync()).Should().Equal(7);
        (await eve.ReceiveAsync()).Should().Be("for eve");
        (await app.Rooms.GetRoomsAsync()).Should().BeEquivalentTo("lobby", "other");
    }

    [Fact]
    public async Task SendToConnection_ReachesItAlone()
    {
        await using var app = await Crowd.StartAsync();
        await using var ann = await app.EnterAsync("lobby", "ann");
        await using var bob = await app.EnterAsync("lobby", "bob");

        (await app.Rooms.SendToConnectionAsync(await app.IdOfAsync("ann"), "for ann")).Should().BeTrue();
        (await app.Rooms.SendToConnectionAsync("c_0000000000000000", "nobody")).Should().BeFalse();
        await app.Rooms.PublishAsync("lobby", "all");

        (await ann.ReceiveAsync()).Should().Be("for ann");
        (await ann.ReceiveAsync()).Should().Be("all");
        (await bob.ReceiveAsync()).Should().Be("all");
    }

    [Fact]
    public async Task SendToUser_ReachesAllDevicesAndNobodyElse()
    {
        await using var app = await Crowd.StartAsync();
        await using var phone = await app.EnterAsync("lobby", "ann");
        await using var laptop = await app.EnterAsync("other", "ann");
        await using var bob = await app.EnterAsync("lobby", "bob");

        (await app.Rooms.SendToUserAsync("ann", "psst")).Should().Be(2);
        (await app.Rooms.SendToUserAsync("nobody", "psst")).Should().Be(0);
        (await app.Rooms.SendToUserAsync("ANN", "psst")).Should().Be(0, "ids are opaque");
        await app.Rooms.PublishAsync("lobby", "all");

        (await phone.ReceiveAsync()).Should().Be("psst");
        (await laptop.ReceiveAsync()).Should().Be("psst");
        (await bob.ReceiveAsync()).Should().Be("all");
    }
}
