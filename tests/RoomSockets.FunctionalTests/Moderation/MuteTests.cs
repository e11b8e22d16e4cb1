using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.V1;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.Moderation;

public sealed class MuteTests
{
    [Fact]
    public async Task MuteAsync_InARoom_LetsReadAndNotSpeakUntilItEnds()
    {
        var clock = new FakeClock();
        await using var app = await V1App.StartAsync(clock: clock);
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await using var bob = await V1Client.ConnectAsync(app, "bob");
        await ann.JoinAsync("lobby");
        await ann.JoinAsync("other");
        await bob.JoinAsync("lobby");

        await app.Rooms.MuteAsync("ann", "lobby", clock.GetUtcNow().AddSeconds(20));

        await ann.SendAsync("""{"type":"publish","id":1,"room":"lobby","data":"x"}""");
        var error = await ann.ReadAsync("error");
        (error.Code(), error["temporary"]!.GetValue<bool>(), error["retryAfterMs"]!.GetValue<long>(), error["until"]!.ToString()).Should().Be(("muted", true, 20_000, "2026-01-01T00:00:20.000Z"));
        await ann.SendAsync("""{"type":"signal","id":2,"room":"lobby","name":"typing"}""");
        (await ann.ReadAsync("error")).Code().Should().Be("muted");
        await bob.ExpectNothingAsync();
        await bob.PublishAsync("lobby", "heard");
        (await ann.ReadAsync("message")).Data().Should().Be("heard");
        await ann.PublishAsync("other", "elsewhere");
        await ann.SendAsync(Frames.Direct("d", "bob", "psst"));
        await ann.ReadAsync("ack");
        (await bob.ReadAsync("direct")).Data().Should().Be("psst");

        clock.Advance(TimeSpan.FromSeconds(20));
        await ann.PublishAsync("lobby", "again");
    }

    [Fact]
    public async Task MuteAsync_Everywhere_IsForDirectMessagesTooAndUntilItIsEnded()
    {
        await using var app = await V1App.StartAsync();
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");
        await app.Rooms.MuteAsync("ann");
        await app.Rooms.MuteAsync("ann", "other");

        foreach (var frame in new[] { """{"type":"publish","id":1,"room":"lobby","data":"x"}""", """{"type":"direct","id":2,"to":"bob","data":"x"}""" })
        {
            await ann.SendAsync(frame);
            var error = await ann.ReadAsync("error");
            (error.Code(), error["temporary"]!.GetValue<bool>(), error.ContainsKey("until")).Should().Be(("muted", false, false));
        }

        await ann.SendAsync("{\"type\":\"status\",\"id\":3,\"status\":\"buy this\"}");
        (await ann.ReadAsync("error")).Code().Should().Be("muted", "a status is free text");

        (await app.Rooms.UnmuteAsync("ann", "lobby")).Should().BeFalse("it holds everywhere, and is ended there");
        (await app.Rooms.UnmuteAsync("ann")).Should().BeTrue();
        await ann.PublishAsync("lobby", "x");
    }

    [Fact]
    public async Task MuteAsync_OfARawOne_AnswersWithTheErrorAsText()
    {
        await using var app = await V1App.StartAsync();
        await using var raw = await app.ConnectAsync("/ws/lobby?token=ann");
        await app.Rooms.MuteAsync("ann", "lobby");

        await raw.SendAsync("x");

        var error = JsonNode.Parse(await raw.ReceiveAsync())!.AsObject();
        (error.Type(), error.Code()).Should().Be(("error", "muted"));
        await app.Rooms.UnmuteAsync("ann", "lobby");
        await raw.SendAsync("y");
        (await raw.ReceiveAsync()).Should().Be("y");
    }

    [Fact]
    public async Task SetSlowModeAsync_OneMessageInThatTime_OfEachUserOnAnyConnection()
    {
        var clock = new FakeClock();
        await using var app = await V1App.StartAsync(static rooms => rooms.ConfigureModeration(static options => options.Moderators.Add("eve")), clock: clock);
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await using var device = await app.ConnectAsync("/ws/lobby?token=ann");
        await using var bob = await V1Client.ConnectAsync(app, "bob");
        await using var eve = await V1Client.ConnectAsync(app, "eve");
        foreach (var client in new[] { ann, bob, eve }) await client.JoinAsync("lobby");

        await app.Rooms.SetSlowModeAsync("lobby", TimeSpan.FromSeconds(30));

        await ann.PublishAsync("lobby", "one");
        clock.Advance(TimeSpan.FromSeconds(10));
        await ann.SendAsync("""{"type":"publish","id":1,"room":"lobby","data":"two"}""");
        var error = await ann.ReadUntilAsync("error");
        (error.Code(), error["temporary"]!.GetValue<bool>(), error["retryAfterMs"]!.GetValue<long>()).Should().Be(("slow_mode", true, 20_000));
        (await device.ReceiveAsync()).Should().Be("one");
        await device.SendAsync("three");
        JsonNode.Parse(await device.ReceiveAsync())!["code"]!.ToString().Should().Be("slow_mode");
        await ann.SendAsync("""{"type":"signal","id":2,"room":"lobby","name":"typing"}""");
        await bob.PublishAsync("lobby", "mine");
        for (var i = 0; i < 3; i++) await eve.PublishAsync("lobby", "a moderator's");
        clock.Advance(TimeSpan.FromSeconds(20));
        await ann.PublishAsync("lobby", "four");

        await app.Rooms.SetSlowModeAsync("lobby", TimeSpan.Zero);
        await ann.PublishAsync("lobby", "five");
    }

    [Fact]
    public async Task SetSlowModeAsync_ThoseWithoutAUser_ShareTheTurnOfTheirAddress()
    {
        await using var app = await V1App.StartAsync(clock: new FakeClock());
        await app.Rooms.SetSlowModeAsync("lobby", TimeSpan.FromSeconds(30));
        await using var first = await app.ConnectAsync("/ws/lobby");
        await first.SendAsync("one");
        (await first.ReceiveAsync()).Should().Be("one");

        await using var second = await app.ConnectAsync("/ws/lobby");
        await second.SendAsync("two");

        JsonNode.Parse(await second.ReceiveAsync())!["code"]!.ToString().Should().Be("slow_mode", "a new connection is no new turn");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1.5)]
    [InlineData(21_601)]
    public async Task SetSlowModeAsync_OutOfBounds_IsAnError(double seconds)
    {
        await using var app = await V1App.StartAsync();

        var set = async () => await app.Rooms.SetSlowModeAsync("lobby", TimeSpan.FromSeconds(seconds));

        await set.Should().ThrowAsync<ArgumentOutOfRangeException>();
        await app.Rooms.SetSlowModeAsync("lobby", TimeSpan.FromSeconds(21_600));
    }
}
