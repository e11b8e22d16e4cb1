using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.V1;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.BuiltIn;

public sealed class RateLimitTests
{
    private const string Answer = "Server: Rate limit exceeded. Please slow down.";
    private readonly FakeClock _clock = new();

    [Fact]
    public async Task Raw_OverTheLimit_HearsTheAnswerAndIsNotRelayed()
    {
        await using var app = await StartAsync(limits => limits.Messages(perMinute: 2).RawAnswer = Answer);
        await using var ann = await app.ConnectAsync("/ws/r?token=ann");
        await using var bob = await app.ConnectAsync("/ws/r?token=bob");

        foreach (var text in new[] { "1", "2", "3" }) await ann.SendAsync(text);

        (await ann.ReceiveAsync(), await ann.ReceiveAsync(), await ann.ReceiveAsync()).Should().Be(("1", "2", Answer));
        _clock.Advance(TimeSpan.FromSeconds(30));
        await ann.SendAsync("4");
        (await ann.ReceiveAsync()).Should().Be(Answer, "the minute is not over");
        _clock.Advance(TimeSpan.FromSeconds(30));
        await ann.SendAsync("5");
        (await bob.ReceiveAsync(), await bob.ReceiveAsync(), await bob.ReceiveAsync()).Should().Be(("1", "2", "5"));
    }

    [Fact]
    public async Task Raw_WithoutAnAnswer_HearsTheErrorAsJson()
    {
        await using var app = await StartAsync(static limits => limits.Messages(perMinute: 1));
        await using var ann = await app.ConnectAsync("/ws/r");

        await ann.SendAsync("1");
        await ann.SendAsync("2");

        (await ann.ReceiveAsync()).Should().Be("1");
        var error = JsonNode.Parse(await ann.ReceiveAsync())!.AsObject();
        (error.Code(), error["retryAfterMs"]!.GetValue<long>()).Should().Be(("rate_limited", 60_000));
    }

    [Fact]
    public async Task Pause_AfterARefusal_ReadsNothingMoreForAWhile()
    {
        await using var app = await StartAsync(static limits =>
        {
            limits.Messages(perMinute: 1).RawAnswer = Answer;
            limits.Pause = TimeSpan.FromSeconds(1);
        });
        await using var ann = await app.ConnectAsync("/ws/r?token=ann");
        foreach (var text in new[] { "1", "2", "3" }) await ann.SendAsync(text);
        (await ann.ReceiveAsync(), await ann.ReceiveAsync()).Should().Be(("1", Answer));

        var next = ann.ReceiveAsync();
        await using var bob = await app.ConnectAsync("/ws/r?token=bob");
        await bob.SendAsync("bob");
        (await bob.ReceiveAsync()).Should().Be("bob");
        (await next).Should().Be("bob", "the others are heard meanwhile, and her third message is not read yet");

        var third = ann.ReceiveAsync();
        await TestApp.EventuallyAsync(
            () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(third.IsCompleted);
            },
            "the pause is over");
        (await third).Should().Be(Answer);
    }

    [Fact]
    public async Task V1_OverTheLimit_HearsWhenToComeBack()
    {
        await using var app = await StartAsync(static limits => limits.Messages(perSecond: 2, burst: 1));
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("r");
        await ann.PublishAsync("r", "1");

        await ann.SendAsync("""{"type":"publish","id":"x","room":"r","data":"2"}""");
        var error = await ann.ReadUntilAsync("error");

        (error.Code(), error["id"]!.ToString(), error["temporary"]!.GetValue<bool>()).Should().Be(("rate_limited", "x", true));
        error["retryAfterMs"]!.GetValue<long>().Should().BeInRange(1, 501);
        await ann.SendAsync("""{"type":"leave","id":"y","room":"r"}""");
        (await ann.ReadAsync("left"))["id"]!.ToString().Should().Be("y");
    }

    [Fact]
    public async Task Messages_ByRoom_CountForAllInIt()
    {
        await using var app = await StartAsync(static limits => limits.Messages(perMinute: 2, by: RateLimitBy.Room).RawAnswer = Answer);
        await using var ann = await app.ConnectAsync("/ws/r?token=ann");
        await ann.SendAsync("1");
        await ann.SendAsync("2");
        (await ann.ReceiveAsync(), await ann.ReceiveAsync()).Should().Be(("1", "2"));
        await using var bob = await app.ConnectAsync("/ws/r?token=bob");
        await using var other = await app.ConnectAsync("/ws/other?token=bob");

        await bob.SendAsync("3");
        await other.SendAsync("4");

        (await bob.ReceiveAsync(), await other.ReceiveAsync()).Should().Be((Answer, "4"));
    }

    [Fact]
    public async Task Connects_OverTheLimit_AreRefusedBeforeTheUpgrade()
    {
        await using var app = await StartAsync(static limits => limits.Connects(perMinute: 2));
        await using var first = await app.ConnectAsync("/ws/r");
        await using var second = await app.ConnectAsync("/ws/r");

        await using var third = await app.KnockAsync("/ws/r");

        (third.Status, third.Headers["Retry-After"]).Should().Be((429, "60"));
        third.Body.Should().Contain("rate_limited");
        _clock.Advance(TimeSpan.FromSeconds(60));
        await using var fourth = await app.KnockAsync("/ws/r");
        fourth.Status.Should().Be(101);
    }

    [Fact]
    public async Task Joins_OverTheLimit_AreRefusedAndLeavingIsNot()
    {
        await using var app = await StartAsync(static limits => limits.Joins(perMinute: 2, by: RateLimitBy.User));
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("a");
        await ann.JoinAsync("b");

        await ann.SendJoinAsync("a");
        var error = await ann.ReadAsync("error");
        (error.Code(), error["room"]!.ToString(), error["retryAfterMs"]!.GetValue<long>()).Should().Be(("rate_limited", "a", 60_000));
        await ann.PublishAsync("a", "she is still a member");
        await ann.SendAsync("""{"type":"leave","room":"a"}""");
        await ann.ReadUntilAsync("left");

        await using var knock = await app.KnockAsync("/ws/c?token=ann");
        (knock.Status, knock.Headers["Retry-After"]).Should().Be((429, "60"));
    }

    [Fact]
    public async Task DryRun_OverTheLimit_CountsAndLetsThrough()
    {
        await using var app = await StartAsync(static limits => limits.Messages(perMinute: 1, dryRun: true).Messages(perMinute: 3));
        using var counted = new Counts(app.Services.GetRequiredService<IMeterFactory>());
        await using var ann = await app.ConnectAsync("/ws/r");

        for (var i = 1; i <= 4; i++) await ann.SendAsync($"{i}");

        for (var i = 1; i <= 3; i++) (await ann.ReceiveAsync()).Should().Be($"{i}");
        (await ann.ReceiveAsync()).Should().Contain("rate_limited");
        counted.All.Should().BeEquivalentTo(["messages|messages by Connection|True", "messages|messages by Connection|True", "messages|messages by Connection|False"]);
        app.Logs.Entries.Where(static entry => entry.Text.Contains("only counts", StringComparison.Ordinal)).Should().ContainSingle();
    }

    [Fact]
    public async Task Add_ALimiterOfTheFramework_IsAsked()
    {
        await using var app = await StartAsync(static limits => limits.Add(RateLimitKind.Messages, RateLimitBy.User, static () => new FixedWindowRateLimiter(new FixedWindowRateLimiterOptions
        {
            PermitLimit = 2,
            Window = TimeSpan.FromHours(1),
            AutoReplenishment = false,
        })).RawAnswer = Answer);
        await using var one = await app.ConnectAsync("/ws/r?token=ann");
        await one.SendAsync("1");
        (await one.ReceiveAsync()).Should().Be("1");
        await using var two = await app.ConnectAsync("/ws/r?token=ann");

        await two.SendAsync("2");
        (await two.ReceiveAsync()).Should().Be("2");
        await two.SendAsync("3");
        (await two.ReceiveAsync()).Should().Be(Answer);
    }

    [Fact]
    public async Task Endpoint_WithALimitOfItsOwn_HasIt()
    {
        await using var app = await TestApp.StartAsync(static map =>
        {
            map.MapRoomSockets("/slow/{room}").AllowAnonymous().AddRoomRateLimits(static limits => limits.Messages(perMinute: 1).RawAnswer = Answer);
            map.MapRoomSockets("/fast/{room}").AllowAnonymous();
        });
        await using var slow = await app.ConnectAsync("/slow/r");
        await using var fast = await app.ConnectAsync("/fast/q");

        foreach (var client in new[] { slow, fast })
        {
            await client.SendAsync("1");
            await client.SendAsync("2");
            (await client.ReceiveAsync()).Should().Be("1");
        }

        (await slow.ReceiveAsync(), await fast.ReceiveAsync()).Should().Be((Answer, "2"));
    }

    [Fact]
    public void AddRoomRateLimits_WithoutALimit_Fails() =>
        ((Action)(() => new ServiceCollection().AddRoomSockets().AddRoomRateLimits(static _ => { }))).Should().Throw<ArgumentException>().WithMessage("There is no limit*");

    private Task<TestApp> StartAsync(Action<RoomRateLimitOptions> configure) => V1App.StartAsync(
        rooms => rooms.AddRoomRateLimits(configure),
        // The clock leaps further than a silent peer may be away.
        options => (options.PingInterval, options.DeadAfter) = (TimeSpan.FromHours(1), TimeSpan.FromHours(2)),
        _clock);

    private sealed class Counts : IDisposable
    {
        private readonly MeterListener _listener = new();

        public Counts(IMeterFactory factory)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "roomsockets.server.ratelimit.rejected" && instrument.Meter.Scope == factory) listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((_, _, tags, _) => All.Enqueue(string.Join('|', tags.ToArray().Select(static tag => tag.Value))));
            _listener.Start();
        }

        public System.Collections.Concurrent.ConcurrentQueue<string> All { get; } = new();

        public void Dispose() => _listener.Dispose();
    }
}
