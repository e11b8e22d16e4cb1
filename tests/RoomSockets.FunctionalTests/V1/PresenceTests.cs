using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.Lifecycle;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.V1;

/// <summary>Who is there, as its members are told: what they know from <c>joined</c> and the changes after it is always right.</summary>
public sealed class PresenceTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Changes_OfATick_ComeTogetherAndPerUser()
    {
        var clock = new FakeClock();
        await using var app = await V1App.StartAsync(clock: clock);
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby", presence: true);
        clock.Advance(Tick);
        await ann.ReadAsync("presence");
        await using var bob = await V1Client.ConnectAsync(app, "bob");
        await bob.JoinAsync("lobby");
        await using var bobToo = await V1Client.ConnectAsync(app, "bob");
        await bobToo.JoinAsync("lobby");
        await using var eve = await V1Client.ConnectAsync(app, "eve");
        await eve.JoinAsync("lobby");
        await using var nobody = await V1Client.ConnectAsync(app);
        await nobody.JoinAsync("lobby");
        await ann.ExpectNothingAsync();

        clock.Advance(Tick);

        var presence = await ann.ReadAsync("presence");
        presence["count"]!.GetValue<int>().Should().Be(4);
        presence["joined"]!.AsArray().Select(static user => $"{user!["id"]} {user["devices"]} {user["status"]}").Should().BeEquivalentTo("bob 2 online", "eve 1 online");
        foreach (var other in new[] { bob, eve, nobody }) await other.ExpectNothingAsync();
        await ann.ExpectNothingAsync();
    }

    [Fact]
    public async Task Leaving_IsToldAfterTheGraceAndNotBefore()
    {
        var clock = new FakeClock();
        await using var app = await V1App.StartAsync(clock: clock);
        var watch = await WatchAsync(app, clock);
        await using var ann = watch.Client;
        var bob = await V1Client.ConnectAsync(app, "bob");
        await bob.JoinAsync("lobby");
        clock.Advance(Tick);
        await watch.ReadAsync();
        await bob.DisposeAsync();
        await app.MembersAsync("lobby", 1);

        clock.Advance(TimeSpan.FromSeconds(4));
        await ann.ExpectNothingAsync();
        watch.Users.Should().BeEquivalentTo("ann", "bob");
        clock.Advance(TimeSpan.FromSeconds(2));
        var left = await watch.ReadAsync();

        left["left"]!.AsArray().Select(static user => $"{user!["id"]} {user["name"]}").Should().Equal("bob bob");
        left["left"]![0]!.AsObject().ContainsKey("lastSeen").Should().BeTrue();
        watch.Users.Should().BeEquivalentTo("ann");
    }

    [Fact]
    public async Task Reconnecting_WithinTheGrace_IsNoNews()
    {
        var clock = new FakeClock();
        await using var app = await V1App.StartAsync(clock: clock);
        var watch = await WatchAsync(app, clock);
        await using var ann = watch.Client;
        var bob = await V1Client.ConnectAsync(app, "bob");
        await bob.JoinAsync("lobby");
        clock.Advance(Tick);
        await watch.ReadAsync();

        await bob.DisposeAsync();
        await app.MembersAsync("lobby", 1);
        clock.Advance(TimeSpan.FromSeconds(3));
        await using var again = await V1Client.ConnectAsync(app, "bob");
        await again.JoinAsync("lobby");
        clock.Advance(TimeSpan.FromSeconds(10));

        await ann.ExpectNothingAsync();
    }

    /// <summary>Bob comes, Ann comes and sees him, Bob goes, all within half a second: nobody was told of Bob, but Ann knows of him.</summary>
    [Fact]
    public async Task Snapshot_WithSomebodyWhoIsGoneBeforeTheTick_LeavesNoGhost()
    {
        var clock = new FakeClock();
        await using var app = await V1App.StartAsync(clock: clock, options: static options => options.PresenceGrace = TimeSpan.Zero);
        var watch = await WatchAsync(app, clock);
        await using var eve = watch.Client;
        var bob = await V1Client.ConnectAsync(app, "bob");
        await bob.JoinAsync("lobby");
        await using var ben = await V1Client.ConnectAsync(app, "ben");
        var seen = new Watch(ben, await ben.JoinAsync("lobby", presence: true));
        await bob.DisposeAsync();
        await app.MembersAsync("lobby", 2);

        clock.Advance(TimeSpan.FromSeconds(2));
        await seen.ReadAsync();

        seen.Users.Should().BeEquivalentTo("ann", "ben");
        seen.Count.Should().Be(2);
    }

    [Fact]
    public async Task Snapshot_WithAStatusThatIsTakenBackBeforeTheTick_IsSetRight()
    {
        var clock = new FakeClock();
        await using var app = await V1App.StartAsync(clock: clock);
        var watch = await WatchAsync(app, clock);
        await using var ann = watch.Client;
        await SetStatusAsync(ann, "away");
        await using var ben = await V1Client.ConnectAsync(app, "ben");
        var seen = new Watch(ben, await ben.JoinAsync("lobby", presence: true));
        await SetStatusAsync(ann, "online");

        clock.Advance(TimeSpan.FromSeconds(2));
        await seen.ReadAsync();

        seen.StatusOf("ann").Should().Be("online");
    }

    [Fact]
    public async Task Room_AboveTheLimit_IsANumberAndBelowItAListAgain()
    {
        var clock = new FakeClock();
        await using var app = await V1App.StartAsync(clock: clock, options: static options => (options.PresenceLimit, options.PresenceGrace) = (5, TimeSpan.Zero));
        var watch = await WatchAsync(app, clock);
        await using var ann = watch.Client;
        var others = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => V1Client.ConnectAsync(app, $"u{i}")));
        foreach (var other in others) await other.JoinAsync("lobby");
        clock.Advance(Tick);

        var crowd = await watch.ReadAsync();
        crowd.Select(static field => field.Key).Should().NotContain(["joined", "left", "changed"]);
        crowd["count"]!.GetValue<int>().Should().Be(6);
        await using var late = await V1Client.ConnectAsync(app, "u0");
        (await late.JoinAsync("lobby", presence: true))["presence"]!.AsObject().ContainsKey("users").Should().BeFalse();
        await others[4].DisposeAsync();
        await app.MembersAsync("lobby", 6);
        clock.Advance(Tick);
        (await watch.ReadAsync()).ContainsKey("joined").Should().BeFalse("5 are not well below the limit");
        await others[3].DisposeAsync();
        await app.MembersAsync("lobby", 5);
        clock.Advance(Tick);

        (await watch.ReadAsync()).ContainsKey("joined").Should().BeTrue();
        watch.Users.Should().BeEquivalentTo("ann", "u0", "u1", "u2");
        foreach (var other in others) await other.DisposeAsync();
    }

    [Fact]
    public async Task Status_IsTheUsersInAllItsRooms()
    {
        var clock = new FakeClock();
        await using var app = await V1App.StartAsync(clock: clock);
        var watch = await WatchAsync(app, clock);
        await using var ann = watch.Client;
        await using var bob = await V1Client.ConnectAsync(app, "bob");
        await SetStatusAsync(bob, "away");
        await bob.JoinAsync("lobby");
        clock.Advance(Tick);
        await watch.ReadAsync();
        watch.StatusOf("bob").Should().Be("away");

        await SetStatusAsync(bob, "back");
        clock.Advance(Tick);
        var changed = await watch.ReadAsync();

        changed["changed"]!.AsArray().Should().ContainSingle();
        watch.StatusOf("bob").Should().Be("back");
        await SetStatusAsync(bob, "back");
        clock.Advance(Tick);
        await ann.ExpectNothingAsync();
    }

    [Fact]
    public async Task Enricher_IsAskedOnceForAChange()
    {
        var clock = new FakeClock();
        await using var app = await V1App.StartAsync(static rooms => rooms.AddPresenceEnricher<Avatars>(), clock: clock);
        var avatars = (Avatars)app.Services.GetRequiredService<IPresenceEnricher>();
        var watch = await WatchAsync(app, clock);
        await using var ann = watch.Client;
        var others = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => V1Client.ConnectAsync(app, $"u{i}")));
        foreach (var other in others) await other.JoinAsync("lobby");
        clock.Advance(Tick);

        var presence = await watch.ReadAsync();

        presence["joined"]!.AsArray().Select(static user => user!["info"]!.ToString()).Should().BeEquivalentTo("avatar of u0", "avatar of u1", "avatar of u2");
        avatars.Calls.Should().Be(2, "one for Ann, one for the three");
        foreach (var other in others) await other.DisposeAsync();
    }

    private static async Task SetStatusAsync(V1Client client, string status)
    {
        await client.SendAsync($$"""{"type":"status","id":"s","status":"{{status}}"}""");
        await client.ReadAsync("ack");
    }

    private static async Task<Watch> WatchAsync(TestApp app, FakeClock clock)
    {
        var ann = await V1Client.ConnectAsync(app, "ann");
        var watch = new Watch(ann, await ann.JoinAsync("lobby", presence: true));
        clock.Advance(Tick);
        await watch.ReadAsync();
        return watch;
    }

    /// <summary>What one client knows of who is there, kept as the protocol says.</summary>
    private sealed class Watch
    {
        private readonly Dictionary<string, JsonNode> _users = new(StringComparer.Ordinal);
        private bool _isListed;

        public Watch(V1Client client, JsonObject joined)
        {
            Client = client;
            var snapshot = joined["presence"]!.AsObject();
            Count = snapshot["count"]!.GetValue<int>();
            _isListed = snapshot.ContainsKey("users");
            foreach (var user in snapshot["users"]?.AsArray() ?? []) _users[user!["id"]!.ToString()] = user;
        }

        public V1Client Client { get; }

        public int Count { get; private set; }

        public IEnumerable<string> Users => _users.Keys;

        public string StatusOf(string user) => _users[user]["status"]!.ToString();

        public async Task<JsonObject> ReadAsync()
        {
            var change = await Client.ReadAsync("presence");
            Count = change["count"]!.GetValue<int>();
            var lists = new[] { "joined", "left", "changed" }.Where(change.ContainsKey).ToList();
            if (lists.Count == 0 || !_isListed) _users.Clear();
            _isListed = lists.Count > 0;
            foreach (var user in lists.Where(static list => list != "left").SelectMany(list => change[list]!.AsArray())) _users[user!["id"]!.ToString()] = user;
            foreach (var user in change["left"]?.AsArray() ?? []) _users.Remove(user!["id"]!.ToString());
            return change;
        }
    }

    private sealed class Avatars : IPresenceEnricher
    {
        private int _calls;

        public int Calls => Volatile.Read(ref _calls);

        public ValueTask<IReadOnlyDictionary<string, MessageData>> EnrichAsync(string room, IReadOnlyList<PresentUser> users, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _calls);
            return ValueTask.FromResult<IReadOnlyDictionary<string, MessageData>>(users.ToDictionary(static user => user.Id, static user => MessageData.Text($"avatar of {user.Id}")));
        }
    }
}
