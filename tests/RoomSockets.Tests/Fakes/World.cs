using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace RoomSockets.Tests;

/// <summary>The rooms of one node, as the host would put them together, with a fake clock and streams that the test holds.</summary>
internal sealed class World : IDisposable
{
    public World(Action<RoomSocketsOptions>? configure = null, IRoomStore? store = null)
    {
        configure?.Invoke(Options);
        Wheel = new Wheel(Clock, NullLogger<Wheel>.Instance);
        Services = new ConnectionServices(Clock, Wheel);
        Shared = new RoomServices(Options, Services, store is null ? null : new Journal(store, JournalLog));
        Rooms = new RoomTable(Shared);
        Directory = new RoomDirectory(Rooms, Shared);
        Publisher = new Publisher(Rooms, Options);
    }

    public RoomSocketsOptions Options { get; } = new();

    public FakeClock Clock { get; } = new();

    public RecordingLogger<Journal> JournalLog { get; } = new();

    public Wheel Wheel { get; }

    public ConnectionServices Services { get; }

    public RoomServices Shared { get; }

    public RoomTable Rooms { get; }

    public RoomDirectory Directory { get; }

    public Publisher Publisher { get; }

    public Connection NewConnection(string? user = null, string? token = null, DateTimeOffset? expiresAt = null)
    {
        var identity = user is null ? Identity.Anonymous : new Identity(
            new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user)], "test")), token, expiresAt);
        return new Connection(new ConnectionRequest("/ws", [], QueryCollection.Empty), identity, Options, Services);
    }

    /// <summary>An entry of the directory whose connection is not open.</summary>
    public DirectoryEntry Add(string? user = null, string? token = null)
    {
        var entry = new DirectoryEntry(NewConnection(user, token), new RelayHandler());
        Directory.Add(entry);
        return entry;
    }

    public DirectoryEntry Open(Stream stream, string? user = null, string? token = null)
    {
        var entry = Add(user, token);
        entry.Connection.Open(stream, static () => { }, new Leaver(this, entry));
        return entry;
    }

    /// <summary>A member of a room, with the stream of its peer.</summary>
    public (DirectoryEntry Entry, GatedStream Stream) Join(string room)
    {
        var stream = new GatedStream();
        return (Join(room, stream), stream);
    }

    public DirectoryEntry Join(string room, Stream stream)
    {
        var entry = Open(stream);
        Directory.Join(entry, room).Should().Be(JoinResult.Joined);
        return entry;
    }

    public void Dispose() => Wheel.Dispose();

    private sealed class Leaver(World world, DirectoryEntry entry) : IReceiver
    {
        public ValueTask OnMessageAsync(MessageData data) => ValueTask.CompletedTask;

        public void OnEndOfRead()
        {
        }

        public void OnClosing(CloseReason reason) => world.Directory.Remove(entry);
    }
}
