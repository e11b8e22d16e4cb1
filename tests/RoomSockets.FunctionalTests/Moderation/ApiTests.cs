using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.Accounts;
using RoomSockets.FunctionalTests.V1;

namespace RoomSockets.FunctionalTests.Moderation;

/// <summary>Moderation over REST: who may, what is checked, what is answered.</summary>
public sealed class ApiTests
{
    private static readonly string[] RoomPaths = ["rooms/1/kick", "rooms/1/bans", "rooms/1/mutes"];

    [Fact]
    public async Task Everything_OfWhoModeratesNothing_Is403()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        await api.SignInAsync("ann");
        await api.PostAsync("rooms", new { name = "lobby" });
        await app.Rooms.PublishAsync("lobby", "hello");
        await api.SignInAsync("bob");

        foreach (var path in RoomPaths) (await api.PostAsync(path, new { user_id = 1 })).Problem.Should().Be((403, "forbidden"), path);
        foreach (var path in new[] { "bans", "mutes", "audit", "audit?room_id=1", "rooms/1/bans", "rooms/1/mutes" }) (await api.GetAsync(path)).Problem.Should().Be((403, "forbidden"), path);
        foreach (var path in new[] { "bans?user_id=1", "mutes?user_id=1", "alerts/1" }) (await api.DeleteAsync(path)).Problem.Should().Be((403, "forbidden"), path);
        (await api.PostAsync("bans", new { user_id = 1 })).Problem.Should().Be((403, "forbidden"));
        (await api.SendAsync(HttpMethod.Put, "rooms/1/slow-mode", JsonContent.Create(new { seconds = 5 }))).Problem.Should().Be((403, "forbidden"));
        (await api.SendAsync(HttpMethod.Patch, "alerts/1", JsonContent.Create(new { content = "x" }))).Problem.Should().Be((403, "forbidden"));
        api.Token = null;
        (await api.GetAsync("audit")).Problem.Should().Be((401, "token_missing"));
        (await api.PostAsync("rooms/1/kick")).Problem.Should().Be((401, "token_missing"));
    }

    [Fact]
    public async Task Creator_ModeratesItsRoomAndNoOther()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        var bob = await api.SignInAsync("bob");
        await api.PostAsync("rooms", new { name = "his" });
        await api.SignInAsync("ann");
        await api.PostAsync("rooms", new { name = "hers" });
        await using var raw = await app.ConnectAsync($"/ws/hers?token={bob}");

        (await api.PostAsync("rooms/2/kick", new { user_id = 1, reason = "spam" })).Text.Should().Be("""{"connections":1}""");
        (await raw.ReceiveCloseAsync()).Should().Be((1008, "kicked"));
        var ban = await api.PostAsync("rooms/2/bans", new { user = "user:1", seconds = 60 });
        (ban.Status, ban.Text).Should().Be((201, """{"connections":0}"""));
        var listed = (await api.GetAsync("rooms/2/bans")).Json.AsArray();
        (listed[0]!["user"]!.ToString(), listed[0]!["actor"]!.ToString(), listed[0]!["address"]).Should().Be(("user:1", "user:2", null));
        (await api.PostAsync("rooms/1/kick", new { user_id = 1 })).Problem.Should().Be((403, "forbidden"));
        (await api.PostAsync("bans", new { user_id = 1 })).Problem.Should().Be((403, "forbidden"), "everywhere is more than a room");

        await using var refused = await app.KnockAsync($"/ws/hers?token={bob}");
        refused.Status.Should().Be(403);
        api.Token = bob;
        var join = await api.PostAsync("rooms/2/join");
        (join.Problem, join.Header("Retry-After")).Should().Be(((403, "banned"), "60"));
        (await api.GetAsync("alerts?room=hers")).Problem.Should().Be((403, "banned"));
        (await api.PostAsync("rooms/1/join")).Status.Should().Be(200);
    }

    [Fact]
    public async Task Alerts_OfARoomThatOneIsBannedFrom_AreNotListed()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        await api.SignInAsync("ann");
        await app.Rooms.PublishAsync("a", "open");
        await app.Rooms.PublishAsync("b", "secret");
        await app.Rooms.BanAsync(BanSubject.OfUser("user:1"), "b");

        (await api.GetAsync("alerts")).Text.Should().Contain("open").And.NotContain("secret");
        await app.Rooms.BanAsync(BanSubject.OfUser("user:1"));
        (await api.GetAsync("me")).Problem.Should().Be((403, "banned"));
        await app.Rooms.BanAsync(BanSubject.OfAddress(IPAddress.Loopback));
        (await api.PostAsync("login", new { username = "bob", password = "a good password" })).Problem.Should().Be((403, "banned"));
        (await api.PostAsync("register", new { username = "bob", password = "a good password" })).Problem.Should().Be((403, "banned"));
        (await api.PostAsync("logout", new { token = api.Token })).Status.Should().Be(200, "leaving is never refused");
    }

    [Fact]
    public async Task Moderator_ActsEverywhereAndEachActionIsRecorded()
    {
        await using var app = await AccountApp.StartAsync(add: static rooms => rooms.ConfigureModeration(static options => options.Moderators.Add("user:1")));
        using var api = new Api(app.Http);
        await api.SignInAsync("mod");
        await api.PostAsync("rooms", new { name = "lobby" });

        (await api.PostAsync("bans", new { address = "2001:db8::1", until = "2100-01-01T00:00:00Z" })).Status.Should().Be(201);
        (await api.GetAsync("bans")).Json[0]!["address"]!.ToString().Should().Be("2001:db8::/64");
        (await api.DeleteAsync("bans?address=2001:db8::ffff")).Text.Should().Be("\"ok\"", "it is the same network");
        (await api.DeleteAsync("bans?address=2001:db8::ffff")).Problem.Should().Be((404, "no_such_ban"));
        (await api.PostAsync("mutes", new { user = "ann", reason = "loud" })).Status.Should().Be(201);
        (await api.GetAsync("mutes")).Json[0]!["reason"]!.ToString().Should().Be("loud");
        (await api.DeleteAsync("mutes?user=ann")).Status.Should().Be(200);
        (await api.DeleteAsync("rooms/1/mutes?user=ann")).Problem.Should().Be((404, "no_such_mute"));
        (await api.SendAsync(HttpMethod.Put, "rooms/1/slow-mode", JsonContent.Create(new { seconds = 30 }))).Text.Should().Be("""{"seconds":30}""");

        var audit = (await api.GetAsync("audit?limit=3")).Json.AsArray();
        audit.Select(static record => record!["action"]!.ToString()).Should().Equal("slow_mode", "unmute", "mute");
        audit[0]!["actor"]!.ToString().Should().Be("user:1");
        var next = await api.GetAsync($"audit?before={audit[2]!["id"]}");
        next.Json.AsArray().Select(static record => $"{record!["action"]} {record["subject"]}").Should().Equal("unban 2001:db8::/64", "ban 2001:db8::/64");
        (await api.GetAsync("audit?room_id=1")).Json.AsArray().Should().ContainSingle();
        (await api.GetAsync("audit?room_id=9")).Problem.Should().Be((404, "no_such_room"));
    }

    [Fact]
    public async Task Alerts_ChangedAndDeleted_AreSoForAll()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        var token = await api.SignInAsync("ann");
        await api.PostAsync("rooms", new { name = "lobby" });
        await app.Rooms.PublishAsync("lobby", "one");
        await app.Rooms.PublishAsync("lobby", "two");
        await using var ann = new V1Client(await app.KnockAsync("/ws/lobby", $"Sec-WebSocket-Protocol: roomsockets.v1.json, roomsockets.bearer.{token}"));
        await ann.ReadUntilAsync("joined");

        (await api.SendAsync(HttpMethod.Patch, "alerts/1", JsonContent.Create(new { content = "uno" }))).Json["content"]!.ToString().Should().Be("uno");
        (await api.DeleteAsync("alerts/2")).Text.Should().Be("\"ok\"");

        (await ann.ReadAsync("redacted")).Data().Should().Be("uno");
        (await ann.ReadAsync("redacted")).Offset().Should().Be(2);
        (await api.GetAsync("alerts")).Json.AsArray().Select(static alert => alert!["content"]!.ToString()).Should().Equal("uno");
        (await api.SendAsync(HttpMethod.Patch, "alerts/2", JsonContent.Create(new { content = "back" }))).Problem.Should().Be((404, "no_such_alert"));
        foreach (var id in new[] { "0", "3", "-1", "x", "9223372036854775807" }) (await api.DeleteAsync($"alerts/{id}")).Problem.Should().Be((404, "no_such_alert"), id);
        (await api.SendAsync(HttpMethod.Patch, "alerts/1", JsonContent.Create(new { }))).Problem.Should().Be((400, "bad_value"));
        var records = await app.Services.GetRequiredService<IModerationStore>().ReadAuditAsync(new AuditQuery(), default);
        records.Select(static record => (record.Action, record.Subject, record.Room, record.Detail)).Should().Equal((AuditAction.Delete, "2", "lobby", null), (AuditAction.Redact, "1", "lobby", null));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"user":"a","user_id":1}""")]
    [InlineData("""{"user":"a","address":"192.0.2.1"}""")]
    [InlineData("""{"user":""}""")]
    [InlineData("""{"user":"a\u0000"}""")]
    [InlineData("""{"user_id":"1"}""")]
    [InlineData("""{"user_id":1.5}""")]
    [InlineData("""{"address":"somewhere"}""")]
    [InlineData("""{"user":"a","seconds":0}""")]
    [InlineData("""{"user":"a","seconds":9223372036854775807}""")]
    [InlineData("""{"user":"a","until":"2000-01-01T00:00:00Z"}""")]
    [InlineData("""{"user":"a","until":"soon"}""")]
    [InlineData("""{"user":"a","until":"2100-01-01T00:00:00Z","seconds":5}""")]
    [InlineData("""{"user":"a","reason":5}""")]
    public async Task Bans_OfABadValue_Are400(string body)
    {
        await using var app = await AccountApp.StartAsync(add: static rooms => rooms.ConfigureModeration(static options => options.Moderators.Add("user:1")));
        using var api = new Api(app.Http);
        await api.SignInAsync("mod");

        (await api.PostAsync("bans", JsonNode.Parse(body))).Problem.Should().Be((400, "bad_value"));
        (await api.PostAsync("bans", new { user_id = 99 })).Problem.Should().Be((404, "no_such_user"));
        (await api.PostAsync("bans", new { user = new string('u', 257) })).Problem.Should().Be((400, "bad_value"));
        (await api.PostAsync("bans", new { user = "a", reason = new string('r', 257) })).Problem.Should().Be((400, "bad_value"));
        (await api.GetAsync("bans")).Text.Should().Be("[]");
    }

    [Fact]
    public async Task Restrictions_MoreThanAreKept_Are409()
    {
        await using var app = await AccountApp.StartAsync(add: static rooms => rooms.ConfigureModeration(static options =>
        {
            options.Moderators.Add("user:1");
            options.MaxRestrictions = 1;
        }));
        using var api = new Api(app.Http);
        await api.SignInAsync("mod");
        (await api.PostAsync("bans", new { user = "a" })).Status.Should().Be(201);
        (await api.PostAsync("bans", new { user = "a", reason = "again" })).Status.Should().Be(201, "it takes the place of the first");

        (await api.PostAsync("bans", new { user = "b" })).Problem.Should().Be((409, "too_many_restrictions"));

        (await api.PostAsync("mutes", new { user = "b" })).Status.Should().Be(201, "mutes are counted apart");
        (await api.DeleteAsync("bans?user=a")).Status.Should().Be(200);
        (await api.PostAsync("bans", new { user = "b" })).Status.Should().Be(201);
    }

    [Fact]
    public async Task Authorizers_GrantAndForbid()
    {
        await using var app = await AccountApp.StartAsync(add: static rooms =>
        {
            rooms.Services.AddAuthorization(static options =>
            {
                options.AddPolicy("staff", static policy => policy.RequireAssertion(static context => context.User.Identity?.Name is "eve"));
                options.AddPolicy("notHere", static policy => policy.RequireAssertion(static context => context.Resource is RoomAccessContext { Room: not "closed" }));
            });
            rooms.AddModeratorPolicy("staff").RequireRoomPolicy(RoomOperation.Moderate, "notHere");
        });
        using var api = new Api(app.Http);
        await api.SignInAsync("ann");
        await api.PostAsync("rooms", new { name = "closed" });
        await api.PostAsync("rooms", new { name = "open" });

        (await api.PostAsync("rooms/1/kick", new { user = "x" })).Problem.Should().Be((403, "forbidden"), "she created it, and it is forbidden");
        (await api.PostAsync("rooms/2/kick", new { user = "x" })).Status.Should().Be(200);
        await api.SignInAsync("eve");
        (await api.PostAsync("rooms/2/kick", new { user = "x" })).Status.Should().Be(200);
        (await api.PostAsync("rooms/1/kick", new { user = "x" })).Problem.Should().Be((403, "forbidden"));
        (await api.GetAsync("bans")).Status.Should().Be(200);
    }

    [Fact]
    public async Task Api_WithoutModeration_IsNotMapped()
    {
        await using var app = await AccountApp.StartAsync(api: static options => options.Moderation = false);
        using var api = new Api(app.Http);
        await api.SignInAsync("ann");

        (await api.GetAsync("bans")).Status.Should().Be(404);
    }
}
