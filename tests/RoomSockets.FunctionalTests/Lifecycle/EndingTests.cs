using System.Net.Sockets;

namespace RoomSockets.FunctionalTests.Lifecycle;

/// <summary>However a connection ends: OnLeft and OnDisconnected once each, in this order, then the handler is disposed.</summary>
public sealed class EndingTests
{
    [Fact]
    public async Task ClientCloses_WithCodeAndReason_IsEchoed()
    {
        var script = new Script();
        await using var app = await script.StartAsync();
        await using var client = await app.KnockAsync("/ws/lobby");
        await client.SendAsync(8, [0x10, 0xE1, .. "done"u8]);

        (await client.ReadCloseAsync()).Should().Be((4321, "done"));
        (await client.ReadFrameAsync()).Should().BeNull("nothing follows the close frame");
        await AssertEndedAsync(app, script, "ClientClosed (4321, \"done\")");
    }

    [Fact]
    public async Task ClientCloses_WithoutACode_IsEchoedWithoutOne()
    {
        var script = new Script();
        await using var app = await script.StartAsync();
        await using var client = await app.KnockAsync("/ws/lobby");
        await client.SendAsync(8, []);

        (await client.ReadCloseAsync()).Should().Be((1005, ""));
        (await client.ReadFrameAsync()).Should().BeNull();
        await AssertEndedAsync(app, script, "ClientClosed (1005)");
    }

    [Fact]
    public async Task PeerVanishes_WithAReset_ConnectionLost()
    {
        var script = new Script();
        await using var app = await script.StartAsync();
        await using var client = await app.KnockAsync("/ws/lobby");
        await app.MembersAsync("lobby", 1);
        client.Reset();

        await AssertEndedAsync(app, script, "ConnectionLost (1006)");
    }

    [Fact]
    public async Task PeerVanishes_WithoutACloseFrame_ConnectionLost()
    {
        var script = new Script();
        await using var app = await script.StartAsync();
        await using var client = await app.KnockAsync("/ws/lobby");
        await app.MembersAsync("lobby", 1);
        client.Socket.Shutdown(SocketShutdown.Send);

        await AssertEndedAsync(app, script, "ConnectionLost (1006)");
        (await client.ReadUntilGoneAsync()).Should().NotContain(frame => frame.Opcode != 8 || frame.Payload.Length > 0, "1006 never travels");
    }

    [Fact]
    public async Task PeerVanishes_InTheMiddleOfAFrame_ConnectionLost()
    {
        var script = new Script();
        await using var app = await script.StartAsync();
        await using var client = await app.KnockAsync("/ws/lobby");
        await client.WriteAsync(RawClient.Frame(1, "whole"u8).AsMemory(0, 8));
        client.Socket.Shutdown(SocketShutdown.Send);

        await AssertEndedAsync(app, script, "ConnectionLost (1006)");
        script.Journal.Should().NotContain(line => line.StartsWith("message", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Kick_ThroughTheManager_CodeAndReasonArrive()
    {
        var script = new Script();
        await using var app = await script.StartAsync();
        await using var client = await app.ConnectAsync("/ws/lobby");
        var connection = await app.OnlyConnectionAsync();

        (await app.Rooms.DisconnectAsync(connection.Id, 4005, "kicked")).Should().BeTrue();

        (await client.ReceiveCloseAsync()).Should().Be((4005, "kicked"));
        await AssertEndedAsync(app, script, "Disconnected (4005, \"kicked\")");
    }

    [Fact]
    public async Task Close_ByTheHandler_WhatItSentBeforeArrivesFirst()
    {
        var script = new Script
        {
            Message = async message =>
            {
                await message.ReplyAsync("last words");
                message.Connection.Close(1000, "enough");
                await message.ReplyAsync("never sent");
            },
        };
        await using var app = await script.StartAsync();
        await using var client = await app.ConnectAsync("/ws/lobby");
        await client.SendAsync("bye");

        (await client.ReceiveAsync()).Should().Be("last words");
        (await client.ReceiveCloseAsync()).Should().Be((1000, "enough"));
        await AssertEndedAsync(app, script, "Disconnected (1000, \"enough\")");
    }

    [Fact]
    public async Task Close_InOnConnected_NoMessageIsHandled()
    {
        var script = new Script
        {
            Connected = connection =>
            {
                connection.Close(4003, "not you");
                return ValueTask.CompletedTask;
            },
        };
        await using var app = await script.StartAsync();
        await using var client = await app.KnockAsync("/ws/lobby");
        await client.SendAsync("hi");

        (await client.ReadCloseAsync()).Should().Be((4003, "not you"));
        await client.SendAsync(8, []);
        await AssertEndedAsync(app, script, "Disconnected (4003, \"not you\")");
        script.Journal.Should().NotContain("message hi");
    }

    [Theory]
    [InlineData(1004)]
    [InlineData(1005)]
    [InlineData(1006)]
    [InlineData(1015)]
    [InlineData(2999)]
    [InlineData(5000)]
    public async Task Close_WithACodeThatMayNotTravel_Throws(int code)
    {
        await using var app = await new Script().StartAsync();
        await using var client = await app.ConnectAsync("/ws/lobby");
        var connection = await app.OnlyConnectionAsync();

        connection.Invoking(one => one.Close(code)).Should().Throw<ArgumentOutOfRangeException>();
        connection.State.Should().Be(ConnectionState.Open);
    }

    [Fact]
    public async Task Close_LongReason_IsCutAtACodePoint()
    {
        await using var app = await new Script().StartAsync();
        await using var client = await app.KnockAsync("/ws/lobby");
        var connection = await app.OnlyConnectionAsync();
        connection.Close(4000, string.Concat(Enumerable.Repeat("€", 50)));

        (await client.ReadCloseAsync()).Should().Be((4000, string.Concat(Enumerable.Repeat("€", 41))));
    }

    [Fact]
    public async Task Close_ManyAtOnce_TheFirstWinsAndThePeerSeesIt()
    {
        var script = new Script();
        await using var app = await script.StartAsync();
        for (var round = 0; round < 20; round++)
        {
            await using var client = await app.ConnectAsync("/ws/lobby");
            var connection = await app.OnlyConnectionAsync();
            using var barrier = new Barrier(2);
            var closing = Enumerable.Range(4000, 2).Select(code => Task.Factory.StartNew(
                () =>
                {
                    barrier.SignalAndWait();
                    return (Code: code, Won: connection.Close(code));
                },
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToList();
            var winner = (await Task.WhenAll(closing).Patiently()).Should().ContainSingle(one => one.Won).Subject;

            (await client.ReceiveCloseAsync()).Code.Should().Be(winner.Code);
            await app.LeftAsync(0);
            script.Reasons.Should().HaveCount(round + 1);
            script.Reasons.Last().Code.Should().Be(winner.Code);
        }
    }

    [Fact]
    public async Task Left_OfSeveralRooms_IsToldOnceForEach()
    {
        var script = new Script();
        await using var app = await script.StartAsync();
        await using var client = await app.ConnectAsync("/ws/lobby");
        var connection = await app.OnlyConnectionAsync();
        await app.Rooms.JoinAsync(connection.Id, "two");
        await app.Rooms.JoinAsync(connection.Id, "three");
        await app.Rooms.LeaveAsync(connection.Id, "two");

        await client.CloseAsync();
        await app.LeftAsync(0);

        script.Ending.Should().Equal(
            "left two Left", "left lobby Disconnected", "left three Disconnected", "disconnected ClientClosed (1000, \"bye\")", "disposed");
    }

    private static async Task AssertEndedAsync(TestApp app, Script script, string reason)
    {
        await app.LeftAsync(0);
        script.Ending.Should().Equal("left lobby Disconnected", $"disconnected {reason}", "disposed");
    }
}
