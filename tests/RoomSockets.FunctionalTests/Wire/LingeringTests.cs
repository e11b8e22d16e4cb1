using RoomSockets.FunctionalTests.Lifecycle;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.Wire;

/// <summary>After the close frame the server waits for the peer to hang up, so that its code arrives; but not for long, nor for many.</summary>
public sealed class LingeringTests
{
    [Fact]
    public async Task Peer_ThatNeverHangsUp_IsCutAfterCloseTimeout()
    {
        var clock = new FakeClock();
        await using var app = await Echo.StartAsync(options => options.CloseTimeout = TimeSpan.FromSeconds(3), clock);
        await using var client = await app.KnockAsync();
        var connection = await app.OnlyConnectionAsync();
        connection.Close(4000, "go");
        (await client.ReadCloseAsync()).Should().Be((4000, "go"));
        await app.UntilAsync(() => connection.Outbox.FinishedAt != 0, "the close frame is out");

        clock.Advance(TimeSpan.FromSeconds(2.5));
        // Still read, though not answered: the server would reset a connection that it no longer reads.
        await client.SendAsync(9, "anybody?"u8);
        await app.UntilAsync(() => connection.Input.Silence == TimeSpan.Zero, "it is still read");
        clock.Advance(TimeSpan.FromSeconds(1));

        (await client.ReadUntilEndAsync()).Should().BeEmpty("nothing follows the close frame");
        await app.LeftAsync(0);
    }

    [Fact]
    public async Task Peers_MoreThanMaxLingeringCloses_AreCutSooner()
    {
        var clock = new FakeClock();
        await using var app = await Echo.StartAsync(
            options =>
            {
                options.MaxLingeringCloses = 2;
                options.CloseTimeout = TimeSpan.FromSeconds(10);
            },
            clock);
        List<RawClient> clients = [];
        List<Connection> connections = [];
        for (var i = 0; i < 4; i++)
        {
            clients.Add(await app.KnockAsync());
            connections.Add(await app.OnlyConnectionAsync());
            connections[i].Close(4000);
            (await clients[i].ReadCloseAsync()).Code.Should().Be(4000, "the code arrives in any case");
            await app.UntilAsync(() => connections[i].Outbox.FinishedAt != 0, "the close frame is out");
        }

        clock.Advance(TimeSpan.FromSeconds(1));

        await app.ServedAsync(2);
        (await clients[2].ReadUntilEndAsync()).Should().BeEmpty();
        (await clients[3].ReadUntilEndAsync()).Should().BeEmpty();
        clients.Take(2).Should().OnlyContain(client => !client.Socket.Poll(0, System.Net.Sockets.SelectMode.SelectRead), "those may linger");
        clock.Advance(TimeSpan.FromSeconds(10));
        await app.LeftAsync(0);
        foreach (var client in clients) await client.DisposeAsync();
    }

    [Fact]
    public async Task Places_ForLingering_AreGivenBack()
    {
        var clock = new FakeClock();
        await using var app = await Echo.StartAsync(options => options.MaxLingeringCloses = 1, clock);
        for (var i = 0; i < 5; i++)
        {
            await using var client = await app.KnockAsync();
            var connection = await app.OnlyConnectionAsync();
            connection.Close(4000);
            (await client.ReadCloseAsync()).Code.Should().Be(4000);
            await app.UntilAsync(() => connection.Outbox.FinishedAt != 0, "the close frame is out");
            // One that has no place would be cut here.
            clock.Advance(TimeSpan.FromSeconds(0.5));
            await client.SendAsync(9, []);
            await app.UntilAsync(() => connection.Input.Silence == TimeSpan.Zero, $"round {i} lingers");
            await client.SendAsync(8, []);
            await app.LeftAsync(0);
        }
    }

    [Fact]
    public async Task NothingIsSent_BehindTheCloseFrame()
    {
        var script = new Script();
        await using var app = await script.StartAsync();
        await using var client = await app.KnockAsync("/ws/lobby");
        await using var other = await app.ConnectAsync("/ws/lobby");
        await app.MembersAsync("lobby", 2);
        var connection = (Connection)script.Handlers.First().Connection;
        connection.Close(4000);
        for (var i = 0; i < 20; i++)
        {
            await app.Rooms.PublishAsync("lobby", "for the others");
            await connection.SendAsync("for nobody");
            await client.SendAsync(9, "ping"u8);
            (await other.ReceiveAsync()).Should().Be("for the others");
        }

        (await client.ReadCloseAsync()).Code.Should().Be(4000);
        await client.SendAsync(8, []);
        (await client.ReadUntilEndAsync()).Should().BeEmpty();
    }
}
