using System.Net.Sockets;

namespace RoomSockets.FunctionalTests.Lifecycle;

/// <summary>What happens while a handler is at work and nobody reads.</summary>
public sealed class BusyHandlerTests
{
    [Fact]
    public async Task Kick_WhileAHandlerRuns_CancelsItAndLeavesNoGhost()
    {
        var entered = Waiting.Gate();
        var cancelled = Waiting.Gate();
        var gate = Waiting.Gate();
        var script = new Script
        {
            Message = async message =>
            {
                await using var registration = message.Cancellation.Register(() => cancelled.TrySetResult());
                entered.SetResult();
                await gate.Task;
            },
        };
        await using var app = await script.StartAsync();
        await using var client = await app.KnockAsync("/ws/lobby");
        var connection = await app.OnlyConnectionAsync();
        await client.SendAsync("work");
        await entered.Task.Patiently();

        (await app.Rooms.DisconnectAsync(connection.Id, 4005, "kicked")).Should().BeTrue();

        await cancelled.Task.Patiently();
        (await client.ReadCloseAsync()).Should().Be((4005, "kicked"));
        (await app.Rooms.CountMembersAsync("lobby")).Should().Be(0);
        (await app.Rooms.CountAsync()).Should().Be(new ConnectionCounts(0, 0, 0));
        (await app.Rooms.SendToConnectionAsync(connection.Id, "ghost?")).Should().BeFalse();
        script.Ending.Should().BeEmpty("the handler is still at work");
        gate.SetResult();
        await client.SendAsync(8, []);
        await app.LeftAsync(0);
        script.Ending.Should().Equal("left lobby Disconnected", "disconnected Disconnected (4005, \"kicked\")", "disposed");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PeerVanishes_WhileAHandlerRuns_CancelsIt(bool withReset)
    {
        var entered = Waiting.Gate();
        var script = new Script
        {
            Message = async message =>
            {
                entered.SetResult();
                await Waiting.Gate().Task.WaitAsync(message.Cancellation);
            },
        };
        await using var app = await script.StartAsync();
        await using var client = await app.KnockAsync("/ws/lobby");
        await client.SendAsync("work");
        await entered.Task.Patiently();

        if (withReset) client.Reset();
        else client.Socket.Shutdown(SocketShutdown.Send);

        await app.LeftAsync(0);
        script.Ending.Should().Equal("left lobby Disconnected", "disconnected ConnectionLost (1006)", "disposed");
    }

    /// <summary>The last message and the end of the stream arrive together: the server knows of the end before the handler begins.</summary>
    [Fact]
    public async Task PeerVanishes_RightBehindItsMessage_CancelsTheHandlerToo()
    {
        var script = new Script { Message = async message => await Waiting.Gate().Task.WaitAsync(message.Cancellation) };
        await using var app = await script.StartAsync();
        for (var round = 0; round < 50; round++)
        {
            await using var client = await app.KnockAsync("/ws/lobby");
            await client.SendAsync("work");
            client.Socket.Shutdown(SocketShutdown.Send);
            await app.LeftAsync(0);
        }

        script.Ending.Should().HaveCount(150);
    }

    [Fact]
    public async Task Closing_AskedForAfterTheEnd_IsCancelled()
    {
        var script = new Script();
        await using var app = await script.StartAsync();
        await using var client = await app.ConnectAsync("/ws/lobby");
        var connection = await app.OnlyConnectionAsync();
        await client.CloseAsync();
        await app.LeftAsync(0);

        await app.UntilAsync(() => connection.Closing.IsCancellationRequested, "it ended before anybody asked");
        await connection.SendAsync("does nothing");
        connection.Close().Should().BeFalse();
    }

    [Fact]
    public async Task Cancellation_ThrownByAHandler_IsNoFailure()
    {
        var entered = Waiting.Gate();
        var script = new Script
        {
            Message = async message =>
            {
                entered.SetResult();
                await Waiting.Gate().Task.WaitAsync(message.Cancellation);
            },
        };
        await using var app = await script.StartAsync();
        await using var client = await app.ConnectAsync("/ws/lobby");
        await client.SendAsync("work");
        await entered.Task.Patiently();
        (await app.Rooms.DisconnectRoomAsync("lobby", 4005)).Should().Be(1);

        (await client.ReceiveCloseAsync()).Code.Should().Be(4005);
        await app.LeftAsync(0);
        script.Reasons.Single().Cause.Should().Be(CloseCause.Disconnected);
    }
}
