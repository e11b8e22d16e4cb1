namespace RoomSockets.Client.Tests;

public sealed class PublishTests
{
    [Fact]
    public async Task Publish_Refused_FailsWithAllThatTheServerSaid()
    {
        var (script, room) = await Script.InLobbyAsync();
        var publish = room.PublishAsync("hi");
        await script.ReceiveAsync($$"""{"type":"error","id":{{script.Sent("publish").IdOf()}},"room":"lobby","code":"invalid","message":"No.","field":"data","temporary":false}""");

        var refused = await publish.FailsAsync();
        refused.Should().BeEquivalentTo(new { Code = "invalid", Message = "No.", Field = "data", Room = "lobby", IsTemporary = false });
        await script.DisposeAsync();
    }

    [Fact]
    public async Task Publish_BehindOneThatIsRefusedForNow_Waits()
    {
        var (script, room) = await Script.InLobbyAsync();
        _ = room.PublishAsync("a");
        var first = script.Sent("publish");
        await script.ReceiveAsync(Frames.Refusal(first.IdOf(), 1500));
        _ = room.PublishAsync("b");
        var other = await script.JoinAsync("other");
        _ = other.PublishAsync("c");
        script.Sent("publish").GetProperty("data").GetString().Should().Be("c", "another room has its own order");
        script.NothingSent();
        script.Advance(1500);

        var again = script.Sent("publish");
        again.GetProperty("data").GetString().Should().Be("a");
        again.GetProperty("key").GetString().Should().Be(first.GetProperty("key").GetString());
        again.IdOf().Should().NotBe(first.IdOf());
        script.Sent("publish").GetProperty("data").GetString().Should().Be("b");
        await script.DisposeAsync();
    }

    [Fact]
    public async Task Publish_SeveralRefusedForNow_WaitForTheLongest()
    {
        var (script, room) = await Script.InLobbyAsync();
        _ = room.PublishAsync("a");
        _ = room.PublishAsync("b");
        await script.ReceiveAsync(Frames.Refusal(script.Sent("publish").IdOf(), 2000));
        await script.ReceiveAsync(Frames.Refusal(script.Sent("publish").IdOf(), 100));
        script.Advance(1999);
        script.NothingSent();
        script.Advance(1);

        script.Sent("publish").GetProperty("data").GetString().Should().Be("a");
        script.Sent("publish").GetProperty("data").GetString().Should().Be("b");
        await script.DisposeAsync();
    }

    [Fact]
    public async Task Publish_MoreBytesThanTheQueueHolds_Fails()
    {
        var (script, room) = await Script.InLobbyAsync(options => options.QueueBytes = 10);
        var first = room.PublishAsync("12345678");
        (await room.PublishAsync("1").FailsAsync()).Code.Should().Be("queue_full");
        await AckAsync(script, 4);
        (await first.WaitAsync(ScriptedSocket.Patience)).Should().Be(new PublishResult(4, Duplicate: false));
        _ = room.PublishAsync("12345678");

        script.Sent("publish");
        await script.DisposeAsync();
    }

    [Fact]
    public async Task Publish_LargerThanTheServerTakes_FailsBeforeItIsSent()
    {
        await using var script = new Script();
        await script.ConnectAsync(Script.Welcome.Replace("65536", "200", StringComparison.Ordinal));
        var room = await script.JoinAsync("lobby");

        (await room.PublishAsync(new string('x', 200)).FailsAsync()).Code.Should().Be("too_big");
        script.NothingSent();
    }

    [Fact]
    public async Task Publish_Cancelled_IsNotRepeated()
    {
        var (script, room) = await Script.InLobbyAsync();
        using var source = new CancellationTokenSource();
        var publish = room.PublishAsync("hi", cancellationToken: source.Token);
        script.Sent("publish");
        await source.CancelAsync();
        await FluentActions.Awaiting(() => publish.WaitAsync(ScriptedSocket.Patience)).Should().ThrowAsync<OperationCanceledException>();
        await script.ReconnectAsync();
        await RejoinAsync(script);

        script.NothingSent();
        await script.DisposeAsync();
    }

    [Fact]
    public async Task Publish_RoomIsLeft_FailsUnlessItWasSent()
    {
        var (script, room) = await Script.InLobbyAsync();
        var sent = room.PublishAsync("a");
        var id = script.Sent("publish").IdOf();
        await script.ReceiveAsync(Frames.Refusal(id, 5000));
        var unsent = room.PublishAsync("b");
        _ = room.LeaveAsync();

        (await unsent.FailsAsync()).Code.Should().Be("left");
        (await sent.FailsAsync()).Code.Should().Be("left", "it was refused for the time being");
        (await room.PublishAsync("c").FailsAsync()).Code.Should().Be("left");
        script.Sent("leave");
        await script.DisposeAsync();
    }

    [Fact]
    public async Task Publish_OnItsWayWhenTheRoomIsLeft_IsStillAnswered()
    {
        var (script, room) = await Script.InLobbyAsync();
        var publish = room.PublishAsync("a");
        var left = room.LeaveAsync();
        await AckAsync(script, 4);
        await script.ReceiveAsync($$"""{"type":"left","id":{{script.Sent("leave").IdOf()}},"room":"lobby"}""");

        (await publish.WaitAsync(ScriptedSocket.Patience)).Offset.Should().Be(4);
        await left.WaitAsync(ScriptedSocket.Patience);
        await script.DisposeAsync();
    }

    [Fact]
    public async Task Publish_KeyOutOfBounds_Throws() =>
        await Task.Run(() => FluentActions.Invoking(() => new PublishOptions { Key = new string('k', 65) }).Should().Throw<ArgumentException>());

    private static Task AckAsync(Script script, long offset) =>
        script.ReceiveAsync($$"""{"type":"ack","id":{{script.Sent("publish").IdOf()}},"room":"lobby","offset":{{offset}},"duplicate":false}""");

    private static Task RejoinAsync(Script script) =>
        script.ReceiveAsync($$"""{"type":"joined","id":{{script.Sent("join").IdOf()}},"room":"lobby","offset":3,"epoch":"x7","recovered":true,"messages":[]}""");
}
