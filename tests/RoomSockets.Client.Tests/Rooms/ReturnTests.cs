namespace RoomSockets.Client.Tests;

/// <summary>Answers that come late.</summary>
public sealed class ReturnTests
{
    [Fact]
    public async Task Left_OfAnEarlierMembership_EndsNotTheNewOne()
    {
        await using var script = new Script();
        await script.ConnectAsync();
        await script.ReceiveAsync("""{"type":"joined","room":"lobby","offset":3,"epoch":"x7"}""");
        _ = script.Client.Join("lobby").LeaveAsync();
        script.Sent("leave");
        await script.ReconnectAsync();
        await script.ReceiveAsync("""{"type":"joined","room":"lobby","offset":3,"epoch":"x7"}""");
        var late = script.Sent("leave").IdOf();
        var room = await script.JoinAsync("lobby");
        await script.ReceiveAsync($$"""{"type":"left","id":{{late}},"room":"lobby"}""");
        await script.ReceiveMessageAsync(4, "a");

        room.TryRead(out _).Should().BeTrue();
    }

    [Fact]
    public async Task Joined_OfAnEarlierJoin_IsIgnored()
    {
        var (script, room) = await Script.InLobbyAsync();
        await script.ReceiveAsync("""{"type":"gap","room":"lobby","from":4,"to":5}""");
        var first = script.Sent("join").IdOf();
        script.Client.Join("lobby", new JoinOptions { Presence = true });
        var second = script.Sent("join").IdOf();
        await script.ReceiveAsync($$"""{"type":"joined","id":{{first}},"room":"lobby","offset":5,"epoch":"x7","recovered":true,"messages":[{"offset":4,"data":"4"},{"offset":5,"data":"5"}]}""");
        room.TryRead(out _).Should().BeFalse("the other answer brings them, too");
        await script.ReceiveAsync($$"""{"type":"joined","id":{{second}},"room":"lobby","offset":5,"epoch":"x7","recovered":true,"messages":[{"offset":4,"data":"4"},{"offset":5,"data":"5"}]}""");

        room.TryRead(out var message).Should().BeTrue();
        message!.Text.Should().Be("4");
        await script.DisposeAsync();
    }

    [Fact]
    public async Task Joined_OfAnEarlierConnection_CannotCome()
    {
        var (script, room) = await Script.InLobbyAsync();
        var old = script.Socket;
        await script.ReconnectAsync();
        old.State.Should().NotBe(System.Net.WebSockets.WebSocketState.Open);
        script.Sent("join").GetProperty("since").GetProperty("offset").GetInt64().Should().Be(3);

        room.TryRead(out _).Should().BeFalse();
        await script.DisposeAsync();
    }

    [Fact]
    public async Task Joined_ByTheServerWhereAPositionIsKnown_IsFollowedByAnOwnJoin()
    {
        var (script, _) = await Script.InLobbyAsync();
        await script.ReceiveAsync("""{"type":"joined","room":"lobby","offset":3,"epoch":"x7"}""");
        script.NothingSent();
        await script.ReceiveAsync("""{"type":"joined","room":"lobby","offset":9,"epoch":"x7"}""");

        script.Sent("join").GetProperty("since").GetProperty("offset").GetInt64().Should().Be(3);
        await script.DisposeAsync();
    }

    [Fact]
    public async Task RoomsOfTheServer_MoreAndMore_AreNotFollowedForEver()
    {
        await using var script = new Script();
        var rooms = 0;
        script.Client.RoomJoined += (_, _) => rooms++;
        await script.ConnectAsync();
        for (var i = 0; i < 150; i++) await script.ReceiveAsync($$"""{"type":"joined","room":"r{{i}}","offset":0,"epoch":"x7"}""");

        rooms.Should().Be(100);
    }
}
