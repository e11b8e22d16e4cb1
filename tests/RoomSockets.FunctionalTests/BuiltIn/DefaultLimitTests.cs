using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using RoomSockets.FunctionalTests.Client;
using RoomSockets.FunctionalTests.Lifecycle;
using RoomSockets.FunctionalTests.V1;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.BuiltIn;

public sealed class DefaultLimitTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public void Options_ByDefault_HaveTheDocumentedRates()
    {
        var options = new RoomSocketsOptions();

        (options.MessagesPerSecond, options.MessageBurst, options.JoinsPerSecond, options.JoinBurst).Should().Be((50, 100, 20, 100));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task V1_AroundTheBurst_TakesThatManyAndRefusesTheRest(int frames)
    {
        await using var app = await V1App.StartAsync(options: options => (options.MessagesPerSecond, options.MessageBurst) = (10, 5), clock: _clock);
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        ann.Welcome["limits"]!["perSecond"]!.GetValue<int>().Should().Be(10);

        await ann.SendAllAsync(Enumerable.Range(1, frames).Select(static id => $$"""{"type":"ping","id":{{id}}}"""));
        var answers = await ann.ReadAsync(frames);

        answers.Take(5).Should().OnlyContain(static frame => frame.Type() == "pong");
        if (frames < 6) return;
        var error = answers[5];
        (error.Type(), error.Code(), error["id"]!.GetValue<int>(), error["temporary"]!.GetValue<bool>()).Should().Be(("error", "rate_limited", 6, true));
        _clock.Advance(TimeSpan.FromMilliseconds(error["retryAfterMs"]!.GetValue<long>()));
        await ann.ExpectNothingAsync();
    }

    [Fact]
    public async Task V1_Leaving_IsNeverRefused()
    {
        await using var app = await V1App.StartAsync(options: options => (options.MessagesPerSecond, options.MessageBurst) = (1, 1), clock: _clock);
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("r");

        await ann.SendAllAsync(Enumerable.Repeat("""{"type":"ping"}""", 3).Append("""{"type":"leave","id":1,"room":"r"}"""));

        (await ann.ReadAsync(4)).Select(Frames.Type).Should().Equal("pong", "error", "error", "left");
    }

    [Fact]
    public async Task V1_Joins_HaveARateOfTheirOwn()
    {
        await using var app = await V1App.StartAsync(
            options: options => (options.MessagesPerSecond, options.MessageBurst, options.JoinsPerSecond, options.JoinBurst) = (1, 1, 1, 2), clock: _clock);
        await using var ann = await V1Client.ConnectAsync(app, "ann");

        await ann.SendAllAsync(Enumerable.Range(1, 3).Select(static id => $$"""{"type":"join","id":{{id}},"room":"r{{id}}"}""").Append("""{"type":"ping"}"""));
        var answers = await ann.ReadAsync(4);

        answers.Select(Frames.Type).Should().Equal("joined", "joined", "error", "pong");
        (answers[2].Code(), answers[2]["room"]!.ToString()).Should().Be(("rate_limited", "r3"));
    }

    [Fact]
    public async Task V1_AStreamOfWhatIsNoFrame_EndsAsItDidBefore()
    {
        await using var app = await V1App.StartAsync(options: options => (options.MessagesPerSecond, options.MessageBurst) = (1, 1), clock: _clock);
        await using var ann = await V1Client.ConnectAsync(app, "ann");

        await ann.SendAllAsync(Enumerable.Repeat("{", 11));

        (await ann.ReadAsync(11)).Should().OnlyContain(static frame => frame.Code() == "bad_json");
        (await ann.ReadEndAsync()).Code.Should().Be(4015);
    }

    [Fact]
    public async Task Raw_OverTheBurst_IsToldAndStays()
    {
        await using var app = await V1App.StartAsync(options: options => (options.MessagesPerSecond, options.MessageBurst) = (10, 2), clock: _clock);
        await using var ann = await app.ConnectAsync("/ws/r?token=ann");
        await using var bob = await app.ConnectAsync("/ws/r?token=bob");

        foreach (var text in new[] { "1", "2", "3" }) await ann.SendAsync(text);

        (await ann.ReceiveAsync(), await ann.ReceiveAsync()).Should().Be(("1", "2"));
        var error = JsonNode.Parse(await ann.ReceiveAsync())!.AsObject();
        (error.Type(), error.Code(), error["temporary"]!.GetValue<bool>()).Should().Be(("error", "rate_limited", true));
        _clock.Advance(TimeSpan.FromMilliseconds(error["retryAfterMs"]!.GetValue<long>()));
        await ann.SendAsync("4");
        (await bob.ReceiveAsync(), await bob.ReceiveAsync(), await bob.ReceiveAsync()).Should().Be(("1", "2", "4"));
    }

    [Fact]
    public async Task Endpoint_WithARateOfItsOwn_HasIt()
    {
        await using var app = await TestApp.StartAsync(map =>
        {
            map.MapRoomSockets("/slow/{room}").AllowAnonymous().ConfigureRoomSockets(static options => (options.MessagesPerSecond, options.MessageBurst) = (1, 1));
            map.MapRoomSockets("/fast/{room}").AllowAnonymous();
        }, clock: _clock);
        await using var slow = await app.ConnectAsync("/slow/r");
        await using var fast = await app.ConnectAsync("/fast/q");

        for (var i = 0; i < 3; i++) await fast.SendAsync("x");
        for (var i = 0; i < 3; i++) (await fast.ReceiveAsync()).Should().Be("x");
        for (var i = 0; i < 2; i++) await slow.SendAsync("x");
        (await slow.ReceiveAsync()).Should().Be("x");
        (await slow.ReceiveAsync()).Should().Contain("rate_limited");
    }

    [Fact]
    public async Task Client_WithABurstOfFiveHundred_GetsThemThroughInOrder()
    {
        var defaults = new RoomSocketsOptions();
        await using var app = await V1App.StartAsync(options: options => (options.MessagesPerSecond, options.MessageBurst) = (defaults.MessagesPerSecond, defaults.MessageBurst));
        await using var ann = await app.ClientAsync("ann", configure: static options => (options.QueueMessages, options.RequestTimeout) = (1000, TimeSpan.FromSeconds(60)));
        await using var bob = await app.ClientAsync("bob");
        var heard = await bob.JoinAsync("r").Patiently();
        var room = await ann.JoinAsync("r").Patiently();

        var sent = Enumerable.Range(0, 500).Select(i => room.PublishAsync($"{i}")).ToList();
        var messages = await heard.ReadAllAsync().Take(500).ToListAsync().AsTask().WaitAsync(TestApp.Patience * 4);
        await Task.WhenAll(sent).WaitAsync(TestApp.Patience);

        messages.Select(static message => message.Text).Should().Equal(Enumerable.Range(0, 500).Select(static i => $"{i}"));
    }
}
