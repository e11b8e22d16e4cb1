using System.Text.Json;
using RoomSockets.Client;
using RoomSockets.FunctionalTests.Conformance;
using RoomSockets.FunctionalTests.Lifecycle;

namespace RoomSockets.FunctionalTests.Client;

/// <summary>The .NET client and the server, all verbs once.</summary>
public sealed class ChatTests
{
    [Fact]
    public async Task Publish_BetweenTwo_BothReadAllInOneOrder()
    {
        await using var host = await ConformanceHost.StartAsync("Memory");
        await using var ann = await host.App.ClientAsync("ann");
        await using var bob = await host.App.ClientAsync("bob");
        var (here, there) = (await ann.JoinAsync("lobby").Patiently(), await bob.JoinAsync("lobby").Patiently());

        (await here.PublishAsync("hi", new PublishOptions { Key = "k1" }).Patiently()).Should().Be(new PublishResult(1, Duplicate: false));
        (await here.PublishAsync("hi", new PublishOptions { Key = "k1" }).Patiently()).Should().Be(new PublishResult(1, Duplicate: true));
        (await there.PublishAsync(JsonElement.Parse("""{"x":[1,null]}"""), new PublishOptions { Echo = false }).Patiently()).Offset.Should().Be(2);
        (await here.PublishAsync("bye").Patiently()).Offset.Should().Be(3);

        (await here.TakeAsync(3)).Select(message => (message.Offset, message.From?.Id, message.Text)).Should().Equal((1, "ann", "hi"), (2, "bob", """{"x":[1,null]}"""), (3, "ann", "bye"));
        (await there.TakeAsync(2)).Select(message => (message.Offset, message.Text)).Should().Equal((1, "hi"), (3, "bye"));
        here.Position!.Value.Offset.Should().Be(3);
    }

    [Fact]
    public async Task Join_WithHistoryAndPresence_BeginsWithThem()
    {
        await using var host = await ConformanceHost.StartAsync("Memory");
        for (var i = 1; i <= 5; i++) await host.App.Rooms.PublishAsync("lobby", $"{i}").AsTask().Patiently();
        await using var ann = await host.App.ClientAsync("ann");

        var room = await ann.JoinAsync("lobby", new JoinOptions { History = 2, Presence = true }).Patiently();

        (await room.TakeAsync(2)).Select(message => message.Text).Should().Equal("4", "5");
        room.Presence.Users.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Id = "ann", Devices = 1, Status = "online" });
        var page = await room.HistoryAsync(new HistoryOptions { Before = 4, Limit = 2 }).Patiently();
        page.Messages.Select(message => message.Offset).Should().Equal(2, 3);
        page.HasMore.Should().BeTrue();
        (await room.HistoryAsync(new HistoryOptions { After = 3 }).Patiently()).Should().BeEquivalentTo(new { HasMore = false });
    }

    [Fact]
    public async Task Presence_AndSignals_AreOfTheOthers()
    {
        await using var host = await ConformanceHost.StartAsync("Memory");
        await using var ann = await host.App.ClientAsync("ann");
        var room = await ann.JoinAsync("lobby", new JoinOptions { Presence = true }).Patiently();
        await using var bob = await host.App.ClientAsync("bob");

        var came = Clients.NextAsync<RoomSockets.Client.PresenceChange>(handler => room.PresenceChanged += handler, change => change.Joined.Any(user => user.Id == "bob"));
        var there = await bob.JoinAsync("lobby").Patiently();
        await came;
        var away = Clients.NextAsync<RoomSockets.Client.PresenceChange>(handler => room.PresenceChanged += handler, change => change.Changed.Any(user => user is { Id: "bob", Status: "away" }));
        await bob.SetStatusAsync("away").Patiently();
        await away;
        var typing = Clients.NextAsync<RoomSignal>(handler => room.SignalReceived += handler, signal => signal.Name == "typing");
        (await there.SignalAsync("typing", JsonElement.Parse("true"))).Should().BeTrue();
        (await typing).Should().BeEquivalentTo(new { From = new { Id = "bob" }, Text = "true" });
        var went = Clients.NextAsync<RoomSockets.Client.PresenceChange>(handler => room.PresenceChanged += handler, change => change.Left.Any(user => user.Id == "bob"));
        await there.LeaveAsync().Patiently();

        (await went).Count.Should().Be(1);
        (await there.ReadAllAsync().ToListAsync().AsTask().Patiently()).Should().BeEmpty();
    }

    [Fact]
    public async Task Direct_ToAUser_ReachesEveryDeviceButTheOneThatSent()
    {
        await using var host = await ConformanceHost.StartAsync("Memory");
        await using var ann = await host.App.ClientAsync("ann");
        await using var phone = await host.App.ClientAsync("ann");
        await using var bob = await host.App.ClientAsync("bob");
        var (onPhone, atBobs) = (Clients.NextAsync<DirectMessage>(handler => phone.DirectReceived += handler), Clients.NextAsync<DirectMessage>(handler => bob.DirectReceived += handler));

        var result = await ann.DirectAsync("bob", "psst").Patiently();

        var expected = new { From = new { Id = "ann" }, To = "bob", Text = "psst", result.Offset };
        (await onPhone).Should().BeEquivalentTo(expected);
        (await atBobs).Should().BeEquivalentTo(expected);
        (await bob.DirectHistoryAsync("ann").Patiently()).Messages.Should().ContainSingle().Which.Text.Should().Be("psst");
    }

    [Fact]
    public async Task RoomOfTheRoute_JoinedByTheServer_IsRead()
    {
        await using var host = await ConformanceHost.StartAsync("Memory");
        await using var ann = Clients.Create(new Uri(host.App.Ws, "/ws/lobby"), "ann");
        var joined = Clients.NextAsync<ClientRoom>(handler => ann.RoomJoined += handler);
        await ann.ConnectAsync().Patiently();
        var room = await joined;
        await room.Joined.Patiently();
        await host.App.Rooms.PublishAsync("lobby", "hi").AsTask().Patiently();

        room.Name.Should().Be("lobby");
        (await room.TakeAsync(1)).Should().ContainSingle().Which.Text.Should().Be("hi");
        await room.PublishAsync("there").Patiently();
    }

    [Fact]
    public async Task Membership_EndedByTheServer_IsToldAndTheOthersStay()
    {
        await using var host = await ConformanceHost.StartAsync("Memory");
        await using var ann = await host.App.ClientAsync("ann");
        var (room, other) = (await ann.JoinAsync("lobby").Patiently(), await ann.JoinAsync("other").Patiently());
        var left = Clients.NextAsync<RoomLeft>(handler => room.Left += handler);

        foreach (var connection in await host.App.Rooms.GetConnectionsAsync("ann")) await host.App.Rooms.LeaveAsync(connection.Id, "lobby");

        (await left).Reason.Should().NotBeNull();
        (await room.Awaiting(gone => gone.PublishAsync("hi").Patiently()).Should().ThrowAsync<RoomSocketsException>()).Which.Room.Should().Be("lobby");
        (await other.PublishAsync("hi").Patiently()).Offset.Should().Be(1);
    }

    [Fact]
    public async Task Connection_EndedByTheServerForGood_EndsTheClient()
    {
        await using var host = await ConformanceHost.StartAsync("Memory");
        await using var ann = await host.App.ClientAsync("ann");
        var room = await ann.JoinAsync("lobby").Patiently();
        var reading = room.TakeAsync(1);

        await host.App.Rooms.DisconnectUserAsync("ann").AsTask().Patiently();

        (await FluentActions.Awaiting(() => reading).Should().ThrowAsync<RoomSocketsException>()).Which.CloseCode.Should().Be(4005);
        ann.State.Should().Be(ClientState.Closed);
    }
}
