using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace RoomSockets.Tests;

/// <summary>The rooms of one node whose members speak the sub-protocol; clock, store, enricher and streams are the test's.</summary>
internal sealed class V1World : IDisposable
{
    public V1World(Action<RoomSocketsOptions>? configure = null, IPresenceEnricher? enricher = null, IRoomStore? store = null)
    {
        configure?.Invoke(Options);
        Wheel = new Wheel(Clock, NullLogger<Wheel>.Instance);
        Connections = new ConnectionServices(Clock, Wheel);
        Shared = new RoomServices(Options, Connections, store is null ? null : new Journal(store, NullLogger<Journal>.Instance), enricher, Log);
        Rooms = new RoomTable(Shared);
        Directory = new RoomDirectory(Rooms, Shared);
        Room = Rooms.GetOrAdd("r")!;
    }

    public RoomSocketsOptions Options { get; } = new();

    public FakeClock Clock { get; } = new();

    public RecordingLogger<RoomServices> Log { get; } = new();

    public Wheel Wheel { get; }

    public ConnectionServices Connections { get; }

    public RoomServices Shared { get; }

    public RoomTable Rooms { get; }

    public RoomDirectory Directory { get; }

    public Room Room { get; }

    public V1Member Open(string user)
    {
        var identity = new Identity(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user)], "test")));
        var connection = new Connection(new ConnectionRequest("/ws", [], QueryCollection.Empty), identity, Options, Connections) { Dialect = V1Dialect.Instance };
        var member = new V1Member(new DirectoryEntry(connection, new RelayHandler()), new GatedStream());
        Directory.Add(member.Entry);
        connection.Open(member.Stream, static () => { }, new QuietReceiver());
        return member;
    }

    /// <summary>A member that has had its <c>joined</c>.</summary>
    public async Task<V1Member> JoinAsync(string user, bool presence = false)
    {
        var member = Open(user);
        Directory.Join(member.Entry, "r").Should().Be(JoinResult.Joined);
        var arrival = new Arrival(Room.Members.FindSeat(member.Connection)!, [], presence: presence);
        Room.Arrive(arrival);
        (await arrival.Task.Soon()).Should().Be(ArrivalResult.Seated);
        return member;
    }

    public void Dispose() => Wheel.Dispose();
}

/// <summary>A connection of a <see cref="V1World"/> and what it was sent.</summary>
internal sealed record V1Member(DirectoryEntry Entry, GatedStream Stream)
{
    public Connection Connection => Entry.Connection;

    public List<JsonObject> Frames(string type) => [.. Stream.Frames.Where(static frame => frame.Opcode == 1).Select(static frame => JsonNode.Parse(frame.Payload)!.AsObject()).Where(frame => frame["type"]!.ToString() == type)];
}
