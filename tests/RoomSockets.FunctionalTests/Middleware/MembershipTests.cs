using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.V1;

namespace RoomSockets.FunctionalTests.Middleware;

/// <summary>Memberships begin and end once each, whoever began and ended them.</summary>
public sealed class MembershipTests
{
    private readonly StepJournal _journal = new();

    private IEnumerable<string> Memberships => _journal.Lines.Where(static line => line.StartsWith("*> joined", StringComparison.Ordinal) || line.StartsWith("*> left", StringComparison.Ordinal) || line.StartsWith("*> disc", StringComparison.Ordinal));

    [Fact]
    public async Task Joined_OfARepeatedJoin_IsNotToldAgain()
    {
        await using var app = await StartAsync();
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");
        await ann.JoinAsync("lobby");

        await app.Rooms.LeaveAsync(ann.Welcome["connection"]!.ToString(), "lobby");
        await ann.ReadAsync("left");
        await ann.JoinAsync("lobby");
        await ann.ExpectNothingAsync();

        Memberships.Should().Equal("*> joined lobby", "*> left lobby Left", "*> joined lobby");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Joined_ThroughTheManager_IsToldOnce(bool speaksV1)
    {
        await using var app = await StartAsync();
        await using var v1 = speaksV1 ? await V1Client.ConnectAsync(app, "ann") : null;
        await using var raw = speaksV1 ? null : await app.ConnectAsync("/ws");
        await TestApp.EventuallyAsync(() => Task.FromResult(_journal.Lines.Contains("*< connected")), "it is connected");
        var id = app.Services.GetRequiredService<RoomDirectory>().All.Single().Connection.Id;

        (await app.Rooms.JoinAsync(id, "lobby")).Should().Be(JoinResult.Joined);
        (await app.Rooms.JoinAsync(id, "lobby")).Should().Be(JoinResult.AlreadyMember);
        (await app.Rooms.DisconnectAsync(id)).Should().BeTrue();
        await app.LeftAsync(0);

        Memberships.Should().Equal("*> joined lobby", "*> left lobby Disconnected", "*> disconnected Disconnected");
    }

    [Fact]
    public async Task Joined_OfOneThatSpeaksV1_ComesAfterItsFrame()
    {
        await using var app = await TestApp.StartAsync(static app => app.MapRoomSockets<Greeter>("/ws/{room}").AllowAnonymous());
        await using var ann = await V1Client.ConnectAsync(app, path: "/ws/lobby");

        (await ann.ReadAsync("joined"))["room"]!.ToString().Should().Be("lobby");
        (await ann.ReadAsync("signal")).Data().Should().Be("joined");
        (await ann.ReadAsync("signal")).Data().Should().Be("connected");
    }

    [Fact]
    public async Task Disconnected_OfARefusedHandshake_IsNotTold()
    {
        await using var app = await StartAsync(new Scripted { Joining = static (_, _) => ValueTask.CompletedTask });
        await using var client = await app.KnockAsync("/ws/lobby");

        client.Status.Should().Be(403);
        Memberships.Should().BeEmpty();
    }

    private Task<TestApp> StartAsync(IRoomMiddleware? inner = null) => MiddlewareApp.StartAsync(rooms =>
    {
        rooms.AddRoomMiddleware(new Recorder("*", _journal));
        if (inner is not null) rooms.AddRoomMiddleware(inner);
    });

    private sealed class Greeter : RoomHandler
    {
        public override ValueTask OnJoinedAsync(string room, CancellationToken cancellationToken) => Connection.SendAsync("joined", cancellationToken);

        public override ValueTask OnConnectedAsync(CancellationToken cancellationToken) => Connection.SendAsync("connected", cancellationToken);
    }
}
