using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RoomSockets.FunctionalTests.V1;

/// <summary>Who may do what is asked for each operation, and again whenever it may have changed.</summary>
public sealed class AuthorizationTests
{
    [Fact]
    public async Task Operations_Forbidden_AreRefusedOneByOne()
    {
        await using var app = await V1App.StartAsync();
        app.Rules().Forbid(RoomOperation.Join, "closed");
        app.Rules().Forbid(RoomOperation.Publish, "lobby");
        app.Rules().Forbid(RoomOperation.History, "lobby");
        app.Rules().Forbid(RoomOperation.Presence, "lobby");
        app.Rules().Forbid(RoomOperation.Direct, "bob");
        await using var ann = await V1Client.ConnectAsync(app, "ann");

        await ann.SendJoinAsync("closed");
        (await ann.ReadAsync("error")).Code().Should().Be("forbidden");
        (await ann.JoinAsync("lobby", presence: true, history: 10)).Select(static field => field.Key).Should().NotContain(["presence", "messages"]);
        foreach (var frame in new[]
        {
            """{"type":"publish","id":1,"room":"lobby","data":"x"}""",
            """{"type":"signal","id":2,"room":"lobby","name":"typing"}""",
            """{"type":"history","id":3,"room":"lobby"}""",
            """{"type":"history","id":4,"to":"bob"}""",
            """{"type":"direct","id":5,"to":"bob","data":"x"}""",
        })
        {
            await ann.SendAsync(frame);
            var error = await ann.ReadAsync("error");
            error.Code().Should().Be("forbidden", frame);
            error["id"]!.ToJsonString().Should().Be(JsonNode.Parse(frame)!["id"]!.ToJsonString());
        }

        await ann.ExpectNothingAsync();
        await ann.SendAsync("""{"type":"leave","id":6,"room":"lobby"}""");
        (await ann.ReadAsync("left"))["id"]!.GetValue<int>().Should().Be(6, "leaving is never refused");
    }

    [Fact]
    public async Task Join_OfAMemberThatMayNoLonger_EndsItsMembership()
    {
        await using var app = await V1App.StartAsync();
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        var position = (await ann.JoinAsync("lobby")).Position();
        app.Rules().Forbid(RoomOperation.Join, "lobby");

        await ann.SendJoinAsync("lobby", position);

        var left = await ann.ReadAsync("left");
        (left["room"]!.ToString(), left["reason"]!.ToString(), left.ContainsKey("id")).Should().Be(("lobby", "forbidden", false));
        (await ann.ReadAsync("error")).Code().Should().Be("forbidden");
        await app.Rooms.PublishAsync("lobby", "secret");
        await ann.ExpectNothingAsync();
    }

    [Fact]
    public async Task Recovery_WithoutTheRightToRead_IsAGap()
    {
        await using var app = await V1App.StartAsync(static rooms => rooms.AddMemoryStore());
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        var position = (await ann.JoinAsync("lobby")).Position();
        await app.Rooms.PublishAsync("lobby", "secret");
        await ann.ReadAsync("message");
        app.Rules().Forbid(RoomOperation.History, "lobby");

        await using var again = await V1Client.ConnectAsync(app, "ann");
        var joined = await again.JoinAsync("lobby", position);

        joined.Recovered().Should().BeFalse();
        joined.ContainsKey("messages").Should().BeFalse();
    }

    /// <summary>The same over the socket's URL: it must not be the back door.</summary>
    [Fact]
    public async Task RecoveryByQuery_WithoutTheRightToRead_IsAGap()
    {
        await using var app = await V1App.StartAsync(static rooms => rooms.AddMemoryStore());
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        var (offset, epoch) = (await ann.JoinAsync("lobby")).Position();
        await app.Rooms.PublishAsync("lobby", "secret");
        await ann.ReadAsync("message");
        app.Rules().Forbid(RoomOperation.History, "lobby");

        await using var again = await V1Client.ConnectAsync(app, "ann", $"/ws/lobby?since={offset}&epoch={epoch}");

        var joined = await again.ReadAsync("joined");
        joined.Recovered().Should().BeFalse();
        joined.ContainsKey("messages").Should().BeFalse();
    }

    [Fact]
    public async Task Auth_OfOneThatMayNoLonger_LeavesThatRoomOnly()
    {
        await using var app = await V1App.StartAsync();
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");
        await ann.JoinAsync("other");
        app.Rules().Forbid(RoomOperation.Join, "lobby");

        await ann.SendAsync("""{"type":"auth","id":1,"token":"ann~600"}""");

        (await ann.ReadAsync("ack"))["tokenExpiresIn"]!.GetValue<int>().Should().BeInRange(595, 600);
        var left = await ann.ReadAsync("left");
        (left["room"]!.ToString(), left["reason"]!.ToString()).Should().Be(("lobby", "forbidden"));
        await app.Rooms.PublishAsync("lobby", "secret");
        await app.Rooms.PublishAsync("other", "hello");
        (await ann.ReadAsync("message"))["room"]!.ToString().Should().Be("other");
    }

    [Fact]
    public async Task Auth_TheRulesFail_IsAnsweredOnceAndLetsNobodyStay()
    {
        await using var app = await V1App.StartAsync();
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");
        await ann.JoinAsync("other");
        app.Rules().Failure = new InvalidOperationException("the rules are away");

        await ann.SendAsync("""{"type":"auth","id":1,"token":"ann~600"}""");

        var frames = await ann.ReadAsync(3);
        frames.Where(static frame => frame.ContainsKey("id")).Select(Frames.Type).Should().Equal("ack");
        frames.Where(static frame => frame.Type() == "left").Select(static frame => $"{frame["room"]} {frame["reason"]}").Should().BeEquivalentTo("lobby forbidden", "other forbidden");
        app.Rules().Failure = null;
        await ann.ExpectNothingAsync();
        app.Logs.Expect(app.Logs.Entries.First(static entry => entry.Level == LogLevel.Error).Text);
    }

    /// <summary>IRoomAuthorizer: "An exception refuses: a handshake with 500, a frame with forbidden".</summary>
    [Theory]
    [InlineData("""{"type":"join","id":1,"room":"other"}""")]
    [InlineData("""{"type":"publish","id":1,"room":"lobby","data":"x"}""")]
    [InlineData("""{"type":"history","id":1,"room":"lobby"}""")]
    [InlineData("""{"type":"direct","id":1,"to":"bob","data":"x"}""")]
    public async Task Authorizer_ThatThrows_RefusesTheFrame(string frame)
    {
        await using var app = await V1App.StartAsync();
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");
        app.Rules().Failure = new InvalidOperationException("the rules are away");

        await ann.SendAsync(frame);

        (await ann.ReadAsync("error")).Code().Should().Be("forbidden");
        app.Rules().Failure = null;
        await ann.ExpectNothingAsync();
        // Ours or the host's, it is somebody's fault and has to be logged.
        app.Logs.Expect(app.Logs.Entries.First(static entry => entry.Level == LogLevel.Error).Text);
    }

    [Fact]
    public async Task RawMember_ThatMayNotSpeak_GetsTheErrorAsText()
    {
        await using var app = await V1App.StartAsync();
        app.Rules().Forbid(RoomOperation.Publish, "lobby");
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");
        await using var raw = await app.ConnectAsync("/ws/lobby");

        await raw.SendAsync("hello");

        var error = JsonNode.Parse(await raw.ReceiveAsync())!.AsObject();
        (error.Type(), error.Code(), error["temporary"]!.GetValue<bool>()).Should().Be(("error", "forbidden", false));
        await app.Rooms.SendToRoomAsync("lobby", "still here");
        (await raw.ReceiveAsync()).Should().Be("still here");
        (await ann.ReadAsync("signal")).Data().Should().Be("still here", "nothing of it reached the room");
    }

    [Fact]
    public async Task Policies_OneForEachOperation_Decide()
    {
        await using var app = await V1App.StartAsync(static rooms =>
        {
            rooms.Services.AddAuthorization(static options =>
            {
                options.AddPolicy("readers", static policy => policy.RequireAssertion(static context => context.Resource is RoomAccessContext { Room: "open" } || context.User.FindFirstValue(ClaimTypes.NameIdentifier) == "ann"));
                options.AddPolicy("writers", static policy => policy.RequireAssertion(static context => context.User.FindFirstValue(ClaimTypes.NameIdentifier) == "ann"));
            });
            rooms.RequireRoomPolicy(RoomOperation.Join, "readers").RequireRoomPolicy(RoomOperation.Publish, "writers");
        });
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await using var bob = await V1Client.ConnectAsync(app, "bob");

        await bob.SendJoinAsync("closed");
        (await bob.ReadAsync("error")).Code().Should().Be("forbidden");
        await bob.JoinAsync("open");
        await ann.JoinAsync("open");
        await bob.SendPublishAsync("open", "no");
        (await bob.ReadAsync("error")).Code().Should().Be("forbidden");
        await ann.PublishAsync("open", "yes");
        (await bob.ReadAsync("message")).Data().Should().Be("yes");
    }
}
