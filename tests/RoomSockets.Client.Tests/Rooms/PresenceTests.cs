using System.Text.Json;

namespace RoomSockets.Client.Tests;

public sealed class PresenceTests
{
    [Fact]
    public async Task Frames_OneAfterTheOther_KeepTheList()
    {
        var (script, room) = await Script.InLobbyAsync(join: new JoinOptions { Presence = true });
        var changes = new List<PresenceChange>();
        room.PresenceChanged += (_, change) => changes.Add(change);
        await script.ReceiveAsync("""{"type":"presence","room":"lobby","joined":[{"id":"7","name":"Bob","devices":1,"status":"online"},{"id":"8","name":"Eve","info":{"a":1}}],"count":3}""");
        await script.ReceiveAsync("""{"type":"presence","room":"lobby","changed":[{"id":"7","name":"Bob","devices":2,"status":"away"}],"left":[{"id":"8","name":"Eve","lastSeen":"2026-11-20T12:00:00.000Z"},{"id":"9","name":"Unknown"}],"count":2}""");

        room.Presence.Should().BeEquivalentTo(new RoomPresence(2, [new PresentUser("7", "Bob", 2, "away", null)]));
        changes[0].Joined.Select(user => (user.Id, user.Status, Info: user.Info?.GetRawText())).Should().Equal(("7", "online", null), ("8", "online", """{"a":1}"""));
        changes[1].Left.Should().Equal(new AbsentUser("8", "Eve", new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero)), new AbsentUser("9", "Unknown", null));
        await script.DisposeAsync();
    }

    [Fact]
    public async Task Frames_CountOnly_VoidTheListUntilEverybodyIsTold()
    {
        var (script, room) = await Script.InLobbyAsync(join: new JoinOptions { Presence = true });
        await script.ReceiveAsync("""{"type":"presence","room":"lobby","joined":[{"id":"7","name":"Bob"}],"count":1}""");
        await script.ReceiveAsync("""{"type":"presence","room":"lobby","count":5000}""");
        room.Presence.Should().Be(new RoomPresence(5000, null));
        await script.ReceiveAsync("""{"type":"presence","room":"lobby","joined":[{"id":"8","name":"Eve"}],"count":1}""");

        room.Presence.Users.Should().ContainSingle().Which.Id.Should().Be("8");
        await script.DisposeAsync();
    }

    [Fact]
    public void Replace_AfterAReconnect_TellsWhatIsDifferent()
    {
        var table = new PresenceTable();
        table.Replace(new PresencePart { Count = 3, Users = [User("7"), User("8"), User("__proto__")] }).Joined.Should().HaveCount(3);
        var change = table.Replace(new PresencePart { Count = 3, Users = [User("7"), User("8", "away"), User("9")] });

        change.Joined.Select(user => user.Id).Should().Equal("9");
        change.Left.Select(user => user.Id).Should().Equal("__proto__");
        change.Changed.Select(user => user.Id).Should().Equal("8");
        table.Replace(new PresencePart { Count = 9000 }).Should().BeEquivalentTo(new { Count = 9000, Left = Array.Empty<object>() });
        table.Snapshot().Should().Be(new RoomPresence(9000, null));
    }

    [Fact]
    public void Snapshot_PresenceWasNotAskedFor_HasNoList() => new PresenceTable().Snapshot().Should().Be(new RoomPresence(0, null));

    private static PresentPart User(string id, string status = "online") => new() { Id = id, Name = id, Status = status, Info = default(JsonElement) };
}
