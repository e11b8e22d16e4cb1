namespace RoomSockets.Client.Tests;

public sealed class RequestTests
{
    [Fact]
    public async Task History_Answer_IsAPage()
    {
        var (script, room) = await Script.InLobbyAsync();
        var history = room.HistoryAsync(new HistoryOptions { Before = 42, Limit = 2 });
        var id = script.Sent("history").IdOf();
        await script.ReceiveAsync($$"""{"type":"history","id":{{id}},"room":"lobby","messages":[{"offset":40,"deleted":true},{"offset":41,"from":null,"data":"hi","at":"2026-11-20T12:00:00.000Z"}],"more":true}""");

        var page = await history.WaitAsync(ScriptedSocket.Patience);
        page.HasMore.Should().BeTrue();
        page.Messages.Select(message => (message.Offset, message.IsDeleted, message.Text)).Should().Equal((40, true, ""), (41, false, "hi"));
        room.TryRead(out _).Should().BeFalse("history is no delivery");
        await script.DisposeAsync();
    }

    [Fact]
    public async Task History_BothDirections_Throws()
    {
        var (script, room) = await Script.InLobbyAsync();

        await room.Awaiting(asked => asked.HistoryAsync(new HistoryOptions { Before = 5, After = 3 })).Should().ThrowAsync<ArgumentException>().WithMessage("*one direction*");
        FluentActions.Invoking(() => new HistoryOptions { Limit = 201 }).Should().Throw<ArgumentOutOfRangeException>();
        await script.DisposeAsync();
    }

    [Fact]
    public async Task Status_AndDirectHistory_NeedNoRoom()
    {
        await using var script = new Script();
        await script.ConnectAsync();
        var status = script.Client.SetStatusAsync("away");
        await script.ReceiveAsync($$"""{"type":"ack","id":{{script.Sent("status").IdOf()}}}""");
        var history = script.Client.DirectHistoryAsync("7");
        await script.ReceiveAsync($$"""{"type":"history","id":{{script.Sent("history").IdOf()}},"to":"7","messages":[],"more":false}""");

        await status.WaitAsync(ScriptedSocket.Patience);
        (await history.WaitAsync(ScriptedSocket.Patience)).Messages.Should().BeEmpty();
    }

    [Fact]
    public async Task Status_AfterAReconnect_IsSetAgain()
    {
        await using var script = new Script();
        await script.ConnectAsync();
        var status = script.Client.SetStatusAsync("away");
        await script.ReceiveAsync($$"""{"type":"ack","id":{{script.Sent("status").IdOf()}}}""");
        await status.WaitAsync(ScriptedSocket.Patience);
        await script.ReconnectAsync();

        script.Sent("status").GetProperty("status").GetString().Should().Be("away");
    }

    [Fact]
    public async Task History_WhileMessagesWait_IsAskedAtOnce()
    {
        var (script, room) = await Script.InLobbyAsync();
        _ = room.PublishAsync("a");
        await script.ReceiveAsync($$"""{"type":"error","id":{{script.Sent("publish").IdOf()}},"code":"slow_mode","message":"Later.","temporary":true,"retryAfterMs":9000}""");
        _ = room.HistoryAsync();

        script.Sent("history");
        await script.DisposeAsync();
    }

    [Fact]
    public async Task Request_TooOldAfterRefusals_TellsTheLast()
    {
        var (script, room) = await Script.InLobbyAsync(options => options.RequestTimeout = TimeSpan.FromSeconds(2));
        var publish = room.PublishAsync("a");
        await script.ReceiveAsync($$"""{"type":"error","id":{{script.Sent("publish").IdOf()}},"code":"slow_mode","message":"Later.","temporary":true,"retryAfterMs":1000}""");
        script.Advance(1_000);
        script.Advance(1_000);

        var failure = await publish.FailsAsync();
        failure.Code.Should().Be("timeout");
        failure.InnerException.Should().BeOfType<RoomSocketsException>().Which.Code.Should().Be("slow_mode");
        await script.DisposeAsync();
    }

    [Fact]
    public async Task Request_WhileClosed_FailsAtOnce()
    {
        await using var script = new Script();

        (await script.Client.DirectAsync("7", "psst").FailsAsync()).Code.Should().Be("closed");
    }

    [Fact]
    public async Task Direct_FromAnotherDevice_IsToldOnce()
    {
        await using var script = new Script();
        await script.ConnectAsync();
        var received = new List<DirectMessage>();
        script.Client.DirectReceived += (_, message) => received.Add(message);
        await script.ReceiveAsync("""{"type":"direct","from":{"id":"42","name":"Ann"},"to":"7","offset":3,"data":"psst","at":"2026-11-20T12:00:00.000Z"}""");

        received.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Offset = 3L, To = "7", Text = "psst", From = new RoomUser("42", "Ann") });
    }
}
