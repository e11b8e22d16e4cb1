namespace RoomSockets.FunctionalTests.Manager;

public sealed class LookTests
{
    [Fact]
    public async Task Lists_AndCounts_FollowWhoIsThere()
    {
        await using var app = await Crowd.StartAsync();
        (await app.Rooms.CountAsync()).Should().Be(new ConnectionCounts(0, 0, 0));
        await using var phone = await app.EnterAsync("lobby", "ann");
        await using var laptop = await app.EnterAsync("other", "ann");
        await using var guest = await app.EnterAsync("lobby");

        (await app.Rooms.CountAsync()).Should().Be(new ConnectionCounts(3, 2, 1));
        (await app.Rooms.GetRoomsAsync()).Should().BeEquivalentTo("lobby", "other");
        var members = await app.Rooms.GetMembersAsync("lobby");
        members.Select(member => member.UserId).Should().BeEquivalentTo(["ann", null]);
        members.Single(member => member.UserId == "ann").UserName.Should().Be("ann");
        var devices = await app.Rooms.GetConnectionsAsync("ann");
        devices.Should().HaveCount(2);
        foreach (var device in devices) (await app.Rooms.GetRoomsAsync(device.Id)).Should().ContainSingle();
        (await app.Rooms.GetMembersAsync("nowhere")).Should().BeEmpty();
        (await app.Rooms.GetConnectionsAsync("nobody")).Should().BeEmpty();
        (await app.Rooms.GetRoomsAsync("c_0000000000000000")).Should().BeEmpty();
        (await app.Rooms.CountMembersAsync("lobby")).Should().Be(2);

        await laptop.CloseAsync();
        await app.LeftAsync(2);
        (await app.Rooms.CountAsync()).Should().Be(new ConnectionCounts(2, 1, 1));
        (await app.Rooms.GetRoomsAsync()).Should().Equal("lobby");
        await phone.CloseAsync();
        await guest.CloseAsync();
        await app.LeftAsync(0);
        (await app.Rooms.CountAsync()).Should().Be(new ConnectionCounts(0, 0, 0));
    }
}
