using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace RoomSockets.Tests;

/// <summary>One room and its members over wires that the test holds. At the end every block must have been released.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private readonly int _blocks = Block.Outstanding;
    private readonly List<(Connection Connection, Wire Wire)> _connections = [];

    public Rig(Action<RoomSocketsOptions>? configure = null, TimeProvider? time = null)
    {
        configure?.Invoke(Options);
        Wheel = new Wheel(time ?? Clock, NullLogger<Wheel>.Instance);
        Services = new ConnectionServices(time ?? Clock, Wheel);
        var shared = new RoomServices(Options, Services);
        Rooms = new RoomTable(shared);
        Directory = new RoomDirectory(Rooms, shared);
        Room = Rooms.GetOrAdd("r")!;
    }

    public FakeClock Clock { get; } = new();

    public RoomSocketsOptions Options { get; } = new();

    public Wheel Wheel { get; }

    public ConnectionServices Services { get; }

    public RoomTable Rooms { get; }

    public RoomDirectory Directory { get; }

    public Room Room { get; }

    public Connection Open(Wire wire, IReceiver? receiver = null, bool deflates = false, bool inflates = false)
    {
        var request = new ConnectionRequest("/ws", [], QueryCollection.Empty) { IsCompressed = inflates };
        var connection = new Connection(request, Identity.Anonymous, Options, Services) { Deflates = deflates };
        connection.Open(wire, receiver ?? new RigReceiver());
        _connections.Add((connection, wire));
        return connection;
    }

    public (Connection Connection, RigWire Wire) Join(bool deflates = false)
    {
        var wire = new RigWire();
        return (Join(wire, deflates), wire);
    }

    public Connection Join(Wire wire, bool deflates = false)
    {
        var connection = Open(wire, deflates: deflates);
        Room.Members.Add(connection).Should().BeTrue();
        return connection;
    }

    public void Post(MessageData data, PostOptions how = default) => Room.TryPost(data, isNumbered: false, how, out _).Should().Be(PostResult.Posted);

    public void Deliver(MessageData data, PostOptions how = default)
    {
        Post(data, how);
        Room.Flush();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in Room.Members.All()) Room.Members.Remove(member, out _);
        var turns = 0;
        while (!Room.TryRetire() && turns++ < 1_000_000) await Task.Yield();
        foreach (var (connection, wire) in _connections)
        {
            wire.Abort();
            await connection.Outbox.DetachAsync().Soon();
        }

        Wheel.Dispose();
        Block.Outstanding.Should().Be(_blocks, "every block is released");
    }
}
