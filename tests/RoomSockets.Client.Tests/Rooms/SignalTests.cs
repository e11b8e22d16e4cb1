namespace RoomSockets.Client.Tests;

public sealed class SignalTests
{
    [Fact]
    public async Task Signals_OfOthersAndOfTheServer_AreTold()
    {
        var (script, room) = await Script.InLobbyAsync();
        var signals = new List<RoomSignal>();
        room.SignalReceived += (_, signal) => signals.Add(signal);
        script.Client.NoticeReceived += (_, signal) => signals.Add(signal);
        await script.ReceiveAsync("""{"type":"signal","room":"lobby","name":"typing","from":{"id":"7","name":"Bob"},"data":true}""");
        await script.ReceiveAsync("""{"type":"signal","room":"lobby","name":"notice","data":"Bob has joined"}""");
        await script.ReceiveAsync("""{"type":"signal","name":"notice","data":"for everybody"}""");

        signals.Select(signal => (signal.Name, signal.From?.Id, signal.Text)).Should().Equal(("typing", "7", "true"), ("notice", null, "Bob has joined"), ("notice", null, "for everybody"));
        await script.DisposeAsync();
    }

    [Fact]
    public async Task Signal_SocketThatIsStuck_IsDroppedInsteadOfQueued()
    {
        var (script, room) = await Script.InLobbyAsync();
        (await room.SignalAsync("typing", true.ToString())).Should().BeTrue();
        script.Sent("signal");
        var gate = new TaskCompletionSource();
        script.Socket.Blocked = gate.Task;
        _ = room.PublishAsync(new string('x', 60_000));
        _ = room.PublishAsync(new string('x', 10_000));

        (await room.SignalAsync("typing")).Should().BeFalse();
        gate.SetResult();
        await script.DisposeAsync();
    }

    [Fact]
    public async Task Signal_NoConnection_IsDropped()
    {
        var (script, room) = await Script.InLobbyAsync();
        await script.CutAsync();

        (await room.SignalAsync("typing")).Should().BeFalse();
        await script.DisposeAsync();
    }

    [Fact]
    public async Task Signal_NameTooLong_Throws()
    {
        var (script, room) = await Script.InLobbyAsync();

        await room.Awaiting(asked => asked.SignalAsync(new string('ä', 33))).Should().ThrowAsync<ArgumentOutOfRangeException>();
        await script.DisposeAsync();
    }

    [Fact]
    public async Task Error_ThatNobodyWaitsFor_IsTold()
    {
        var (script, room) = await Script.InLobbyAsync();
        await room.SignalAsync("typing");
        await script.ReceiveAsync("""{"type":"error","room":"lobby","code":"rate_limited","message":"Too fast.","temporary":true,"retryAfterMs":1500}""");

        script.Errors.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = "rate_limited", Room = "lobby", RetryAfter = TimeSpan.FromMilliseconds(1500), IsTemporary = true });
        await script.DisposeAsync();
    }

    [Fact]
    public async Task Handler_ThatThrows_CostsNothing()
    {
        var (script, room) = await Script.InLobbyAsync();
        room.SignalReceived += (_, _) => throw new InvalidOperationException("mine");
        await script.ReceiveAsync("""{"type":"signal","room":"lobby","name":"typing"}""");
        await script.ReceiveMessageAsync(4, "a");

        script.Errors.Should().ContainSingle().Which.InnerException!.Message.Should().Be("mine");
        room.TryRead(out _).Should().BeTrue();
        await script.DisposeAsync();
    }

    [Fact]
    public async Task Redacted_DeletedOrChanged_IsTold()
    {
        var (script, room) = await Script.InLobbyAsync();
        var redactions = new List<string?>();
        room.Redacted += (_, redaction) => redactions.Add($"{redaction.Offset} {redaction.Data}");
        await script.ReceiveAsync("""{"type":"redacted","room":"lobby","offset":2}""");
        await script.ReceiveAsync("""{"type":"redacted","room":"lobby","offset":3,"data":"changed"}""");

        redactions.Should().Equal("2 ", "3 changed");
        room.Position!.Value.Offset.Should().Be(3);
        await script.DisposeAsync();
    }
}
