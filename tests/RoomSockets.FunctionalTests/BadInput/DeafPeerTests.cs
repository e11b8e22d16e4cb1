using System.Text;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.Lifecycle;
using RoomSockets.FunctionalTests.V1;
using RoomSockets.FunctionalTests.Wire;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.BadInput;

/// <summary>A peer that sends, and never reads what it is answered: what waits for it is bounded in size and time, and it alone pays.</summary>
public sealed class DeafPeerTests
{
    private const int MostBytes = 64 * 1024 * 1024;

    [Fact]
    public async Task Pings_ThatNobodyReadsTheAnswersOf_EndIt()
    {
        var clock = new FakeClock();
        await using var app = await Echo.StartAsync(clock: clock);
        await using var deaf = await KnockDeafAsync(() => app.KnockAsync());
        var connection = await app.OnlyConnectionAsync();

        await FloodAsync(deaf, RawClient.Frame(9, new byte[125]), connection, clock);

        connection.Reason!.Cause.Should().Be(CloseCause.TooSlow);
        await CutAsync(connection, clock);
        await app.LeftAsync(0);
    }

    [Fact]
    public async Task Pings_Alone_AreALifeThatCostsNobodyAnything()
    {
        var clock = new FakeClock();
        await using var app = await Echo.StartAsync(clock: clock);
        await using var client = await app.KnockAsync();
        var connection = await app.OnlyConnectionAsync();
        for (var round = 0; round < 10; round++)
        {
            clock.Advance(TimeSpan.FromSeconds(20));
            await client.WriteAsync(Enumerable.Range(0, 1000).SelectMany(static i => RawClient.Frame(9, [(byte)(i >> 8), (byte)i])).ToArray());
            while ((await client.ReadFrameAsync())!.Value.Payload is not [3, 231])
            {
            }
        }

        connection.Reason.Should().BeNull("200 s are more than 45, and it has never been silent for that long");
        await app.UntilAsync(() => connection.Input.IsReading && !connection.Outbox.IsWaiting, "nothing waits");
    }

    [Theory]
    [InlineData("""{"type":"join"}""")]
    [InlineData("""{"type":"ping","id":"0123456789012345678901234567890123456789"}""")]
    [InlineData("""{"type":"leave","room":"nowhere"}""")]
    [InlineData("""{"type":"join","room":"r","history":200}""")]
    [InlineData("""{"type":"history","room":"r","limit":200}""")]
    public async Task Frames_ThatNobodyReadsTheAnswersOf_EndItAndNobodyElse(string frame)
    {
        var clock = new FakeClock();
        // Time flies here, and bob has nothing to say.
        await using var app = await V1App.StartAsync(static rooms => rooms.AddMemoryStore(), static options => (options.PingInterval, options.DeadAfter) = (TimeSpan.FromHours(1), TimeSpan.FromHours(2)), clock);
        await using var bob = await V1Client.ConnectAsync(app, "bob");
        await bob.JoinAsync("r");
        for (var i = 0; i < 20; i++) await bob.PublishAsync("r", new string('x', 1000));
        await using var deaf = await KnockDeafAsync(() => app.KnockAsync("/ws", "Sec-WebSocket-Protocol: roomsockets.v1.json, roomsockets.bearer.eve"));
        await app.UntilAsync(() => Find(app, "eve") is not null, "eve is here");
        var connection = Find(app, "eve")!;
        await deaf.SendAsync("""{"type":"join","room":"r"}""");

        await FloodAsync(deaf, RawClient.Frame(1, Encoding.UTF8.GetBytes(frame)), connection, clock);

        connection.Reason!.Cause.Should().Be(CloseCause.TooSlow);
        await CutAsync(connection, clock);
        await app.LeftAsync(1);
        await bob.PublishAsync("r", "still here");
    }

    private static Connection? Find(TestApp app, string user) =>
        ((RoomDirectory)app.Services.GetService(typeof(RoomDirectory))!).FindUser(user) is [var entry] ? entry.Connection : null;

    private static async Task<RawClient> KnockDeafAsync(Func<Task<RawClient>> knock)
    {
        var client = await knock();
        client.Status.Should().Be(101);
        client.Socket.ReceiveBufferSize = 512 * 1024;
        return client;
    }

    /// <summary>Sends the same frame until the connection is given up. Time passes only while something waits for the peer.</summary>
    private static async Task FloodAsync(RawClient client, byte[] frame, Connection connection, FakeClock clock)
    {
        var many = Enumerable.Repeat(frame, Math.Max(1, 16 * 1024 / frame.Length)).SelectMany(static one => one).ToArray();
        for (var sent = 0; connection.Reason is null; sent += many.Length)
        {
            sent.Should().BeLessThan(MostBytes, "by then all buffers of the kernel are full");
            var write = client.WriteAsync(many);
            // A server that waits for its peer reads no more; whoever floods it waits, too.
            await TestApp.EventuallyAsync(() => Task.FromResult(write.IsCompleted || PassTime(connection, clock)), "the server takes it, or gives up");
            PassTime(connection, clock);
        }
    }

    /// <summary>It never hears its close frame, and is cut off when its time is over.</summary>
    private static Task CutAsync(Connection connection, FakeClock clock) => TestApp.EventuallyAsync(
        () =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(connection.State == ConnectionState.Closed);
        },
        "it is cut off");

    private static bool PassTime(Connection connection, FakeClock clock)
    {
        if (connection.Outbox.IsWaiting) clock.Advance(TimeSpan.FromSeconds(0.5));
        return connection.Reason is not null;
    }
}
