using System.Globalization;
using Xunit.Abstractions;

namespace RoomSockets.SoakTests;

/// <summary>Many connections, for long. Short by default; <c>ROOMSOCKETS_SOAK=long</c> repeats it.</summary>
public sealed class SoakTests(SoakHost host, ITestOutputHelper output) : IClassFixture<SoakHost>
{
    /// <summary>
    /// Bytes for each of the most connections there ever were: tables and queues keep the size to which they grew, the
    /// server's own among them (250 bytes were seen). Every round would add some hundred for each connection that is forgotten.
    /// </summary>
    private const int LeftByTables = 400;

    private static readonly int Rounds = Environment.GetEnvironmentVariable("ROOMSOCKETS_SOAK") == "long" ? 20 : 3;

    [Fact]
    public async Task TenThousandConnections_ComeAndGo_LeaveNothingBehind()
    {
        const int Connections = 10_000;
        await using var swarm = new Swarm();
        var start = await host.GetStateAsync();

        for (var round = 0; round < Rounds; round++) await RoundAsync(swarm, Connections);
        // The server is done with a connection a little later than we are: sockets are closed behind our back.
        var end = await host.WhenAsync(state => state.Connections == 0 && state.Memory <= start.Memory + (Connections * LeftByTables),
            $"the memory is {start.Memory:N0} bytes again, give or take {LeftByTables} bytes per connection");

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"managed memory before {start.Memory / 1024:N0} KiB, after {end.Memory / 1024:N0} KiB, the server's pool {end.ServerPool / 1024:N0} KiB; {end}"));
        end.OccupiedRooms.Should().Be(0);
        end.Blocks.Should().Be(0);
    }

    [Fact]
    public async Task JoinsAndLeaves_InManyRooms_LeaveNoEntryButTheirRooms()
    {
        const int Connections = 2_000;
        const int Rooms = 500;
        await using var swarm = new Swarm();

        for (var round = 0; round < Rounds; round++)
        {
            await swarm.ConnectAsync(host.Address, Connections, i => $"/ws/soak-{i % Rooms}");
            (await host.WhenConnectionsAsync(Connections)).OccupiedRooms.Should().Be(Rooms);
            await swarm.LeaveAsync();
        }

        var end = await host.WhenConnectionsAsync(0);
        end.OccupiedRooms.Should().Be(0);
        end.Rooms.Should().BeLessThanOrEqualTo(Rooms + 10, "empty rooms keep their position for five minutes and no connection leaves a room of its own");
        end.Blocks.Should().Be(0);
    }

    /// <summary>All come, one of each ten says something that everybody in its room gets, all go.</summary>
    private async Task RoundAsync(Swarm swarm, int connections)
    {
        await swarm.ConnectAsync(host.Address, connections, i => $"/ws/{i % 10}");
        var full = await host.WhenConnectionsAsync(connections);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{connections} connections: {full.Memory / 1024:N0} KiB managed, and {full.ServerPool / 1024:N0} KiB in the server's pool"));
        var text = Swarm.Text("hello");
        for (var i = 0; i < 10; i++) await swarm.Sockets[i].SendAsync(text);
        foreach (var socket in swarm.Sockets)
        {
            var buffer = new byte[16];
            (await socket.ReceiveAsync(buffer).WaitAsync(SoakHost.Patience)).Should().Be(7);
        }

        await swarm.LeaveAsync();
    }
}
