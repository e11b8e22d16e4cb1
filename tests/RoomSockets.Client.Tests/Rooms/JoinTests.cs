namespace RoomSockets.Client.Tests;

public sealed class JoinTests
{
    [Fact]
    public async Task Join_Twice_IsOneRoomAndOneFrame()
    {
        var (script, room) = await Script.InLobbyAsync();

        script.Client.Join("lobby").Should().BeSameAs(room);
        (await script.Client.JoinAsync("lobby").WaitAsync(ScriptedSocket.Patience)).Should().BeSameAs(room);
        script.NothingSent();
        await script.DisposeAsync();
    }

    [Fact]
    public async Task Join_PresenceIsWantedLater_AsksFromWhereItIs()
    {
        var (script, room) = await Script.InLobbyAsync();
        await script.ReceiveMessageAsync(4, "a");
        var joining = script.Client.JoinAsync("lobby", new JoinOptions { Presence = true });
        var join = script.Sent("join");
        join.GetProperty("since").GetProperty("offset").GetInt64().Should().Be(4);
        joining.IsCompleted.Should().BeFalse("the list is not here yet");
        await script.ReceiveAsync($$$"""{"type":"joined","id":{{{join.IdOf()}}},"room":"lobby","offset":4,"epoch":"x7","recovered":true,"messages":[],"presence":{"count":3,"users":[{"id":"7","name":"Bob","devices":2,"status":"away"}]}}""");

        (await joining.WaitAsync(ScriptedSocket.Patience)).Presence.Count.Should().Be(3);
        room.Presence.Users.Should().ContainSingle().Which.Should().Be(new PresentUser("7", "Bob", 2, "away", null));
        await script.DisposeAsync();
    }

    [Fact]
    public async Task Join_Refused_Throws()
    {
        await using var script = new Script();
        await script.ConnectAsync();
        var joining = script.Client.JoinAsync("secret");
        await script.ReceiveAsync($$"""{"type":"error","id":{{script.Sent("join").IdOf()}},"room":"secret","code":"forbidden","message":"No.","temporary":false}""");

        (await FluentActions.Awaiting(() => joining.WaitAsync(ScriptedSocket.Patience)).Should().ThrowAsync<RoomSocketsException>()).Which.Code.Should().Be("forbidden");
    }

    [Fact]
    public async Task Join_Cancelled_IsLeft()
    {
        await using var script = new Script();
        await script.ConnectAsync();
        using var source = new CancellationTokenSource();
        var joining = script.Client.JoinAsync("lobby", cancellationToken: source.Token);
        script.Sent("join");
        await source.CancelAsync();
        await FluentActions.Awaiting(() => joining.WaitAsync(ScriptedSocket.Patience)).Should().ThrowAsync<OperationCanceledException>();

        script.Sent("leave");
    }

    [Fact]
    public async Task Join_InAHandler_Works()
    {
        await using var script = new Script();
        script.Client.StateChanged += (_, state) =>
        {
            if (state == ClientState.Connecting) script.Client.Join("lobby");
        };
        await script.ConnectAsync();

        script.Sent("join").GetProperty("room").GetString().Should().Be("lobby");
    }

    [Fact]
    public async Task Join_FromAnEarlierLife_RecoversFromThere()
    {
        await using var script = new Script();
        await script.ConnectAsync();
        var room = script.Client.Join("lobby", new JoinOptions { Since = new RoomPosition(2, "x7") });
        var join = script.Sent("join");
        join.GetProperty("since").GetRawText().Should().Be("""{"offset":2,"epoch":"x7"}""");
        await script.ReceiveAsync($$"""{"type":"joined","id":{{join.IdOf()}},"room":"lobby","offset":3,"epoch":"x7","recovered":true,"messages":[{"offset":3,"data":"3"}]}""");

        room.TryRead(out var message).Should().BeTrue();
        message!.Offset.Should().Be(3);
        room.Position.Should().Be(new RoomPosition(3, "x7"));
    }

    [Fact]
    public async Task Join_NameInAnotherForm_IsTheSameRoom()
    {
        await using var script = new Script();
        await script.ConnectAsync();

        script.Client.Join("cafe\u0301").Should().BeSameAs(script.Client.Join("caf\u00e9"));
        script.Sent("join").GetProperty("room").GetString().Should().Be("caf\u00e9");
        script.NothingSent();
    }

    [Fact]
    public async Task RoomOfTheRoute_JoinedByTheServer_IsTold()
    {
        await using var script = new Script();
        var rooms = new List<ClientRoom>();
        script.Client.RoomJoined += (_, room) => rooms.Add(room);
        await script.ConnectAsync();
        await script.ReceiveAsync("""{"type":"joined","room":"lobby","offset":3,"epoch":"x7"}""");
        await script.ReceiveMessageAsync(4, "a");

        var room = rooms.Should().ContainSingle().Subject;
        script.Client.Join("lobby").Should().BeSameAs(room);
        script.NothingSent();
        room.TryRead(out var message).Should().BeTrue();
        message!.Text.Should().Be("a");
    }

    [Fact]
    public async Task RoomOfTheRoute_HistoryIsWanted_BeginsWithIt()
    {
        await using var script = new Script();
        await script.ConnectAsync();
        await script.ReceiveAsync("""{"type":"joined","room":"lobby","offset":3,"epoch":"x7"}""");
        await script.ReceiveMessageAsync(4, "4");
        var room = script.Client.Join("lobby", new JoinOptions { History = 2 });
        var join = script.Sent("join");
        join.GetProperty("history").GetInt32().Should().Be(2);
        await script.ReceiveAsync($$"""{"type":"joined","id":{{join.IdOf()}},"room":"lobby","offset":4,"epoch":"x7","messages":[{"offset":3,"data":"3"},{"offset":4,"data":"4"}]}""");
        await script.ReceiveMessageAsync(5, "5");

        string Next() => room.TryRead(out var message) ? message.Text : "";
        new[] { Next(), Next(), Next(), Next() }.Should().Equal("3", "4", "5", "");
    }

    [Fact]
    public async Task RoomOfTheRoute_Left_IsLeftOnEveryConnection()
    {
        await using var script = new Script();
        await script.ConnectAsync();
        await script.ReceiveAsync("""{"type":"joined","room":"lobby","offset":3,"epoch":"x7"}""");
        _ = script.Client.Join("lobby").LeaveAsync();
        script.Sent("leave");
        await script.ReconnectAsync();
        script.NothingSent();
        await script.ReceiveAsync("""{"type":"joined","room":"lobby","offset":3,"epoch":"x7"}""");

        script.Sent("leave").GetProperty("room").GetString().Should().Be("lobby");
    }

    [Fact]
    public async Task Left_ByTheServer_IsToldWithReasonAndEnd()
    {
        var (script, room) = await Script.InLobbyAsync();
        var told = new List<RoomLeft>();
        room.Left += (_, left) => told.Add(left);
        await script.ReceiveAsync("""{"type":"left","room":"lobby","reason":"banned","until":"2026-11-21T00:00:00.000Z"}""");

        told.Should().Equal(new RoomLeft("banned", new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero)));
        await script.DisposeAsync();
    }

    [Fact]
    public async Task Leave_ConnectionLostMeanwhile_IsDone()
    {
        var (script, room) = await Script.InLobbyAsync();
        var left = room.LeaveAsync();
        await script.CutAsync();

        await left.WaitAsync(ScriptedSocket.Patience);
        await room.LeaveAsync().WaitAsync(ScriptedSocket.Patience);
        await script.DisposeAsync();
    }

    [Fact]
    public async Task Gap_OtherEpoch_IsOfTheWholeRoomThatBeganAnew()
    {
        var (script, room) = await Script.InLobbyAsync();
        var gaps = new List<RoomGap>();
        room.GapFound += (_, gap) => gaps.Add(gap);
        await script.ReconnectAsync();
        await script.ReceiveAsync($$"""{"type":"joined","id":{{script.Sent("join").IdOf()}},"room":"lobby","offset":2,"epoch":"z9","recovered":false}""");

        gaps.Should().Equal(new RoomGap(1, 2, HasRestarted: true));
        await script.DisposeAsync();
    }

    [Fact]
    public async Task Gap_NothingWasMissed_IsNone()
    {
        var (script, room) = await Script.InLobbyAsync();
        var gaps = new List<RoomGap>();
        room.GapFound += (_, gap) => gaps.Add(gap);
        await script.ReconnectAsync();
        await script.ReceiveAsync($$"""{"type":"joined","id":{{script.Sent("join").IdOf()}},"room":"lobby","offset":3,"epoch":"x7","recovered":false}""");

        gaps.Should().BeEmpty();
        await script.DisposeAsync();
    }
}
