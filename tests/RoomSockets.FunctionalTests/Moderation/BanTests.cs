using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.Lifecycle;
using RoomSockets.FunctionalTests.V1;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.Moderation;

public sealed class BanTests
{
    private static readonly BanSubject Ann = BanSubject.OfUser("ann");

    [Fact]
    public async Task BanAsync_FromARoom_EndsTheMembershipAndKeepsOutUntilItEnds()
    {
        var clock = new FakeClock();
        await using var app = await V1App.StartAsync(static rooms => rooms.AddMemoryStore(), clock: clock);
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        var position = (await ann.JoinAsync("lobby")).Position();
        await using var raw = await app.ConnectAsync("/ws/lobby?token=ann");
        await app.Rooms.PublishAsync("lobby", "seen");
        await ann.ReadAsync("message");
        await raw.ReceiveAsync();

        (await app.Rooms.BanAsync(Ann, "lobby", clock.GetUtcNow().AddSeconds(20))).Should().Be(2);

        var left = await ann.ReadAsync("left");
        (left["room"]!.ToString(), left["reason"]!.ToString(), left["until"]!.ToString()).Should().Be(("lobby", "banned", "2026-01-01T00:00:20.000Z"));
        (await raw.ReceiveCloseAsync()).Should().Be((1008, "banned"));
        await app.Rooms.PublishAsync("lobby", "secret");
        // With and without its position, and with a new token.
        await ann.SendJoinAsync("lobby", position);
        var error = await ann.ReadAsync("error");
        (error.Code(), error["temporary"]!.GetValue<bool>(), error["until"]!.ToString()).Should().Be(("banned", false, "2026-01-01T00:00:20.000Z"));
        await ann.SendAsync("""{"type":"auth","id":1,"token":"ann~3600"}""");
        await ann.ReadAsync("ack");
        await ann.SendAsync("""{"type":"history","id":2,"room":"lobby"}""");
        (await ann.ReadAsync("error")).Code().Should().Be("not_joined");
        (await app.Rooms.JoinAsync(ann.Welcome["connection"]!.ToString(), "lobby")).Should().Be(JoinResult.Banned);
        await ann.JoinAsync("other");

        clock.Advance(TimeSpan.FromSeconds(20));

        (await ann.JoinAsync("lobby", position)).Offsets().Should().Equal(1, 2);
    }

    [Theory]
    [InlineData("/ws/lobby", "lobby")]
    [InlineData("/ws/lobby", null)]
    [InlineData("/ws", null)]
    public async Task Handshake_OfOneThatIsBanned_Is403WithTheEnd(string path, string? room)
    {
        var clock = new FakeClock();
        await using var app = await V1App.StartAsync(clock: clock);
        await app.Rooms.BanAsync(Ann, room, clock.GetUtcNow().AddSeconds(90));

        await using var knock = await app.KnockAsync($"{path}?token=ann");

        (knock.Status, knock.Headers["Retry-After"]).Should().Be((403, "90"));
        var problem = JsonNode.Parse(knock.Body)!;
        (problem["code"]!.ToString(), problem["until"]!.GetValue<DateTimeOffset>()).Should().Be(("banned", clock.GetUtcNow().AddSeconds(90)));
        await using var bob = await app.ConnectAsync($"{path}?token=bob");
        await app.Rooms.BanAsync(Ann, room);
        await using var forEver = await app.KnockAsync($"{path}?token=ann");
        (forEver.Status, forEver.Headers.ContainsKey("Retry-After")).Should().Be((403, false));
    }

    [Fact]
    public async Task BanAsync_Everywhere_EndsAllConnectionsOfTheUser()
    {
        await using var app = await V1App.StartAsync();
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");
        await using var raw = await app.ConnectAsync("/ws/other?token=ann");
        await using var bob = await V1Client.ConnectAsync(app, "bob");

        (await app.Rooms.BanAsync(Ann)).Should().Be(2);

        var (bye, code) = await ann.ReadEndAsync();
        (code, bye!["reconnect"]!.GetValue<bool>(), bye["reason"]!.ToString()).Should().Be((4009, false, "banned"));
        (await raw.ReceiveCloseAsync()).Should().Be((1008, "banned"));
        await bob.ExpectNothingAsync();
        (await app.Rooms.UnbanAsync(Ann)).Should().BeTrue();
        (await app.Rooms.UnbanAsync(Ann)).Should().BeFalse();
        await using var again = await V1Client.ConnectAsync(app, "ann");
    }

    [Fact]
    public async Task BanAsync_OfAnAddress_IsForAllWhoComeFromThere()
    {
        await using var app = await V1App.StartAsync();
        await using var anonymous = await app.ConnectAsync("/ws/lobby");
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");
        await ann.JoinAsync("other");

        (await app.Rooms.BanAsync(BanSubject.OfAddress(IPAddress.Parse("::ffff:127.0.0.1")), "lobby")).Should().Be(2);
        (await anonymous.ReceiveCloseAsync()).Code.Should().Be(1008);
        (await ann.ReadAsync("left"))["reason"]!.ToString().Should().Be("banned");
        await using var refused = await app.KnockAsync("/ws/lobby");
        refused.Status.Should().Be(403);
        (await app.Rooms.BanAsync(BanSubject.OfAddress(IPAddress.Loopback))).Should().Be(1);

        (await ann.ReadEndAsync()).Code.Should().Be(4009);
        await using var anywhere = await app.KnockAsync("/ws/other?token=bob");
        anywhere.Status.Should().Be(403);
        await app.Rooms.UnbanAsync(BanSubject.OfAddress(IPAddress.Loopback));
        await using var bob = await app.ConnectAsync("/ws/other?token=bob");
    }

    [Fact]
    public async Task Handshake_AcceptThenClose_GivesTheSameVerdict()
    {
        await using var app = await V1App.StartAsync(options: static options => options.Refusal = HandshakeRefusalMode.AcceptThenClose);
        await app.Rooms.BanAsync(Ann);

        await using var v1 = await V1Client.OpenAsync(app, "ann");
        await using var raw = await app.ConnectAsync("/ws/lobby?token=ann");

        (await v1.ReadEndAsync()).Code.Should().Be(4009);
        (await raw.ReceiveCloseAsync()).Should().Be((1008, "banned"));
    }

    [Fact]
    public async Task BanAsync_WhileOneIsAskedAboutJoining_IsSeenBeforeItIsLetIn()
    {
        GatedRules? rules = null;
        await using var app = await V1App.StartAsync(rooms => rules = GatedRules.AddTo(rooms));
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.SendJoinAsync("lobby");
        await rules!.Entered.Task.Patiently();

        (await app.Rooms.BanAsync(Ann, "lobby")).Should().Be(0);
        rules.Gate.SetResult();

        (await ann.ReadAsync("error")).Code().Should().Be("banned");
        (await app.Rooms.CountMembersAsync("lobby")).Should().Be(0);
        await app.Rooms.PublishAsync("lobby", "secret");
        await ann.ExpectNothingAsync();
    }

    [Fact]
    public async Task BanAsync_WhileAHandshakeIsDecided_IsSeenBeforeItIsOpen()
    {
        GatedRules? rules = null;
        await using var app = await V1App.StartAsync(rooms => rules = GatedRules.AddTo(rooms));
        var connecting = app.ConnectAsync("/ws/lobby?token=ann");
        await rules!.Entered.Task.Patiently();

        await app.Rooms.BanAsync(Ann, "lobby");
        rules.Gate.SetResult();

        await using var raw = await connecting;
        (await raw.ReceiveCloseAsync()).Should().Be((1008, "banned"));
        await app.LeftAsync(0);
    }

    [Fact]
    public async Task BanAsync_WhileThePastIsRead_NothingOfItArrives()
    {
        await using var app = await V1App.StartAsync(static rooms => WatchedStore.AddTo(rooms));
        var store = (WatchedStore)app.Services.GetService(typeof(IRoomStore))!;
        var (gate, entered) = (Waiting.Gate(), Waiting.Gate());
        var epoch = await PastAsync(store, "secret");
        store.AfterRead = () =>
        {
            entered.TrySetResult();
            return gate.Task;
        };
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.SendJoinAsync("lobby", (0, epoch));
        await entered.Task.Patiently();

        (await app.Rooms.BanAsync(Ann, "lobby")).Should().Be(1);
        gate.SetResult();

        (await ann.ReadAsync("left"))["reason"]!.ToString().Should().Be("banned");
        (await ann.ReadAsync("error")).Code().Should().Be("banned");
        await ann.ExpectNothingAsync();
    }

    /// <summary>What lies in the store alone, so that who wants it has to wait for it.</summary>
    internal static async Task<string> PastAsync(IRoomStore store, params string[] texts)
    {
        await store.AppendAsync("lobby", [.. texts.Select(static text => new NewAlert(text))], default);
        return (await store.FindRoomAsync("lobby", default))!.Epoch;
    }
}
