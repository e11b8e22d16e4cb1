using System.Net.WebSockets;

namespace RoomSockets.Client.Tests;

public sealed class ReconnectTests
{
    [Fact]
    public async Task States_OverALife_AreToldInOrder()
    {
        await using var script = new Script();
        script.Client.State.Should().Be(ClientState.Closed);
        await script.ConnectAsync();
        script.Client.User.Should().Be(new RoomUser("42", "Ann"));
        await script.ReconnectAsync();
        await script.Client.CloseAsync().WaitAsync(ScriptedSocket.Patience);

        script.States.Should().Equal(ClientState.Connecting, ClientState.Connected, ClientState.Reconnecting, ClientState.Connected, ClientState.Closed);
    }

    [Fact]
    public async Task Connect_FirstAttemptsFail_CompletesWhenOneSucceeds()
    {
        await using var script = new Script();
        var connected = script.Client.ConnectAsync();
        script.Refuse();
        script.Client.State.Should().Be(ClientState.Connecting);
        script.Errors.Should().ContainSingle().Which.Code.Should().Be("connect_failed");
        script.Client.NextAttempt.Should().Be(script.Clock.GetUtcNow().AddMilliseconds(250));
        script.Advance(250);
        script.Client.NextAttempt.Should().BeNull();
        connected.IsCompleted.Should().BeFalse();
        await script.OpenAsync();

        await connected.WaitAsync(ScriptedSocket.Patience);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(7)]
    public async Task Jitter_OutOfBounds_IsOne(double jitter)
    {
        await using var script = new Script(options => options.Jitter = () => jitter);
        await script.ConnectAsync();
        await script.CutAsync();
        script.Advance(499);
        script.IsConnecting.Should().BeFalse();
        script.Advance(1);

        script.IsConnecting.Should().BeTrue();
    }

    [Fact]
    public async Task Jitter_Throws_IsOne()
    {
        await using var script = new Script(options => options.Jitter = () => throw new InvalidOperationException("no numbers"));
        await script.ConnectAsync();
        await script.CutAsync();
        script.Advance(500);

        script.IsConnecting.Should().BeTrue();
    }

    [Fact]
    public async Task Connect_RefusedForGood_Throws()
    {
        await using var script = new Script();
        var connected = script.Client.ConnectAsync();
        script.Refuse(new RoomSocketsException("refused", "No."));

        (await FluentActions.Awaiting(() => connected.WaitAsync(ScriptedSocket.Patience)).Should().ThrowAsync<RoomSocketsException>()).Which.Code.Should().Be("refused");
        script.Client.State.Should().Be(ClientState.Closed);
    }

    [Fact]
    public async Task Connect_RefusedForNow_WaitsAsLongAsToldAtLeast()
    {
        await using var script = new Script();
        _ = script.Client.ConnectAsync();
        script.Refuse(new RoomSocketsException("refused", "Later.") { IsTemporary = true, RetryAfter = TimeSpan.FromSeconds(9) });
        script.Advance(8999);
        script.IsConnecting.Should().BeFalse();
        script.Advance(1);

        script.IsConnecting.Should().BeTrue();
    }

    [Fact]
    public async Task Connect_AnotherSubProtocol_IsRefused()
    {
        await using var script = new Script(options => options.OpenSocket = (_, _) => ValueTask.FromResult(WebSocket.CreateFromStream(new MemoryStream(), new WebSocketCreationOptions())));

        var refused = await script.Client.Awaiting(client => client.ConnectAsync().WaitAsync(ScriptedSocket.Patience)).Should().ThrowAsync<RoomSocketsException>();
        refused.Which.Message.Should().Contain("Is it a RoomSockets endpoint?");
    }

    [Fact]
    public async Task Connect_Cancelled_ClosesTheClient()
    {
        await using var script = new Script();
        using var patience = new CancellationTokenSource();
        var connected = script.Client.ConnectAsync(patience.Token);
        await patience.CancelAsync();

        await FluentActions.Awaiting(() => connected.WaitAsync(ScriptedSocket.Patience)).Should().ThrowAsync<OperationCanceledException>();
        script.Client.State.Should().Be(ClientState.Closed);
        script.IsConnecting.Should().BeFalse();
    }

    [Fact]
    public async Task Connect_NoWelcomeInTime_TriesAgain()
    {
        await using var script = new Script();
        _ = script.Client.ConnectAsync();
        await script.OpenAsync(welcome: null);
        script.Advance(20_000);
        await script.Socket.DisposedAsync();
        script.Advance(250);

        script.IsConnecting.Should().BeTrue();
        script.Attempts.Should().Be(2);
    }

    [Fact]
    public async Task Connect_SocketThatOpensTooLate_IsThrownAway()
    {
        await using var script = new Script();
        var late = new ScriptedSocket();
        var opening = new TaskCompletionSource<WebSocket>();
        await using var client = new RoomSocketsClient(new Uri("ws://chat.example/ws"), options =>
        {
            options.Clock = script.Clock;
            options.OpenSocket = (_, _) => new ValueTask<WebSocket>(opening.Task);
        });
        _ = client.ConnectAsync();
        await client.CloseAsync().WaitAsync(ScriptedSocket.Patience);
        opening.SetResult(late);

        await late.DisposedAsync();
    }

    [Fact]
    public async Task Connect_AfterAFinalClose_StartsAnew()
    {
        var (script, room) = await Script.InLobbyAsync();
        await script.Socket.CloseByServerAsync(4001, "logged out");
        script.Client.State.Should().Be(ClientState.Closed);
        script.Client.Invoking(client => client.Join("lobby")).Should().Throw<RoomSocketsException>().Which.CloseCode.Should().Be(4001);
        await script.ConnectAsync();

        script.NothingSent();
        (await script.JoinAsync("lobby")).Should().NotBeSameAs(room);
        await script.DisposeAsync();
    }

    [Fact]
    public async Task Connect_AfterDispose_Throws()
    {
        var script = new Script();
        await script.DisposeAsync();

        await script.Client.Awaiting(client => client.ConnectAsync()).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task RetryNow_WhileWaiting_ConnectsAtOnce()
    {
        await using var script = new Script();
        await script.ConnectAsync();
        script.Client.RetryNow();
        script.Attempts.Should().Be(1);
        await script.CutAsync();
        script.Client.RetryNow();

        script.IsConnecting.Should().BeTrue();
        script.Attempts.Should().Be(2);
        script.Advance(60_000);
    }

    [Fact]
    public async Task RetryNow_ServerAskedToWait_WaitsThatLong()
    {
        await using var script = new Script();
        await script.ConnectAsync();
        await script.ReceiveAsync("""{"type":"bye","code":4200,"reason":"shutdown","reconnect":true,"retryAfterMs":100}""");
        await script.Socket.CloseByServerAsync(4200);
        script.Client.RetryNow();
        script.Advance(99);
        script.IsConnecting.Should().BeFalse();
        script.Advance(1);

        script.IsConnecting.Should().BeTrue();
    }

    [Fact]
    public async Task Bye_WhoseCloseFrameIsLost_CountsAllTheSame()
    {
        await using var script = new Script();
        await script.ConnectAsync();
        await script.ReceiveAsync("""{"type":"bye","code":4009,"reason":"banned","reconnect":false}""");
        await script.CutAsync();

        script.Client.State.Should().Be(ClientState.Closed);
    }

    [Fact]
    public async Task Frame_InPieces_IsPutTogether()
    {
        var (script, room) = await Script.InLobbyAsync();
        await script.ReceiveMessageAsync(4, new string('x', 50_000));

        room.TryRead(out var message).Should().BeTrue();
        message!.Text.Should().HaveLength(50_000);
        await script.DisposeAsync();
    }

    [Fact]
    public async Task Frame_LargerThanAllowed_EndsTheConnectionOnly()
    {
        var (script, room) = await Script.InLobbyAsync(options => options.MaxFrameBytes = 2000);
        await script.ReceiveMessageAsync(4, new string('x', 2000));
        await script.Socket.DisposedAsync();

        script.Client.State.Should().Be(ClientState.Reconnecting);
        room.TryRead(out _).Should().BeFalse();
        await script.DisposeAsync();
    }

    [Fact]
    public async Task Close_ServerThatDoesNotAnswer_IsCut()
    {
        await using var script = new Script();
        await script.ConnectAsync();
        script.Socket.AnswersClose = false;
        var closed = script.Client.CloseAsync();
        script.Socket.IsClosedByClient.Should().BeTrue();
        script.Advance(2000);

        await closed.WaitAsync(ScriptedSocket.Patience);
        await script.Socket.DisposedAsync();
    }
}
