using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.Lifecycle;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.V1;

/// <summary>What members see of a room: everything once, in the same order, and nothing after they left.</summary>
public sealed class RoomTests
{
    [Fact]
    public async Task JoinAndPublish_InOneRead_AreAnsweredInOrder()
    {
        await using var app = await V1App.StartAsync();
        await using var ann = await V1Client.ConnectAsync(app);

        await ann.SendAllAsync([
            """{"type":"join","id":1,"room":"lobby"}""", """{"type":"publish","id":2,"room":"lobby","data":"a"}""",
            """{"type":"publish","id":3,"room":"lobby","data":"b"}""", """{"type":"leave","id":4,"room":"lobby"}""",
            """{"type":"publish","id":5,"room":"lobby","data":"c"}""", """{"type":"join","id":6,"room":"lobby"}""",
        ]);

        var frames = new List<JsonObject>();
        while (frames.Count == 0 || frames[^1]["id"]?.ToString() != "6") frames.Add(await ann.ReadAsync());
        frames.Select(Frames.Type).First().Should().Be("joined");
        frames.Single(static frame => frame["id"]?.ToString() == "5").Code().Should().Be("not_joined");
        frames.Where(static frame => frame.Type() == "ack").Select(Frames.Offset).Should().Equal(1, 2);
        frames[^1].Offset().Should().Be(2);
    }

    [Fact]
    public async Task EchoFalse_SeveralSendersInOneBatch_EachSkipsItsOwn()
    {
        await using var app = await V1App.StartAsync(static rooms => WatchedStore.AddTo(rooms));
        var everybody = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => V1Client.ConnectAsync(app, $"u{i}")));
        foreach (var client in everybody) await client.JoinAsync("lobby");
        var store = app.Services.GetRequiredService<WatchedStore>();
        var (gate, entered) = (Waiting.Gate(), Waiting.Gate());
        store.BeforeAppend = () =>
        {
            entered.TrySetResult();
            return gate.Task;
        };
        var first = app.Rooms.PublishAsync("lobby", "first").AsTask();
        await entered.Task.Patiently();
        // While the first is stored, the rest gathers and becomes one batch.
        for (var round = 0; round < 2; round++)
            foreach (var client in everybody)
            {
                await client.SendPublishAsync("lobby", "x", echo: round == 1 && client == everybody[2]);
                await client.ExpectNothingAsync();
            }

        gate.SetResult();
        (await first.Patiently()).Should().Be(1);

        for (var i = 0; i < 3; i++)
        {
            var frames = await everybody[i].ReadAsync(9);
            var room = frames.Where(static frame => frame.Type() is "message" or "skip").ToList();
            room.Select(Frames.Offset).Should().Equal(1, 2, 3, 4, 5, 6, 7);
            List<long> skipped = i < 2 ? [i + 2, i + 5] : [4];
            room.Where(static frame => frame.Type() == "skip").Select(Frames.Offset).Should().Equal(skipped);
            frames.Where(static frame => frame.Type() == "ack").Select(Frames.Offset).Should().Equal(i + 2, i + 5);
            await everybody[i].DisposeAsync();
        }
    }

    [Fact]
    public async Task Leave_WhileMessagesFlow_NothingFollowsLeft()
    {
        await using var app = await V1App.StartAsync();
        await using var ann = await V1Client.ConnectAsync(app);

        for (var round = 0; round < 20; round++)
        {
            // Fewer than an outbox holds, however slowly they are read.
            var flowing = Task.Run(async () =>
            {
                for (var i = 0; i < 100; i++)
                {
                    await app.Rooms.PublishAsync("lobby", "x");
                    await app.Rooms.SignalRoomAsync("lobby", "y");
                }
            });
            await ann.SendAsync($$"""{"type":"join","id":{{round}},"room":"lobby"}""");
            (await ann.ReadAsync("joined"))["id"]!.GetValue<int>().Should().Be(round, "nothing precedes it");
            await ann.SendAsync("""{"type":"leave","id":"l","room":"lobby"}""");
            await ann.ReadUntilAsync("left");
            await ann.ExpectNothingAsync();
            await flowing.Patiently();
            await ann.ExpectNothingAsync();
        }
    }

    [Fact]
    public async Task Join_OneRoomMoreThanAllowed_IsRefusedUntilOneIsLeft()
    {
        await using var app = await V1App.StartAsync();
        await using var ann = await V1Client.ConnectAsync(app);
        ann.Welcome["limits"]!["rooms"]!.GetValue<int>().Should().Be(100);
        await ann.SendAllAsync(Enumerable.Range(0, 101).Select(static i => $$"""{"type":"join","id":{{i}},"room":"r{{i}}"}"""));

        for (var i = 0; i < 100; i++) (await ann.ReadAsync("joined"))["id"]!.GetValue<int>().Should().Be(i);
        var error = await ann.ReadAsync("error");
        (error.Code(), error["id"]!.GetValue<int>(), error["room"]!.ToString()).Should().Be(("too_many_rooms", 100, "r100"));
        await ann.JoinAsync("r5");
        await ann.SendAsync("""{"type":"leave","room":"r5"}""");
        await ann.ReadAsync("left");
        await ann.JoinAsync("r100");
    }

    [Fact]
    public async Task Room_WithoutAStore_BeginsAnewWithAnotherEpochWhenItWasForgotten()
    {
        var clock = new FakeClock();
        await using var app = await V1App.StartAsync(clock: clock);
        await using var ann = await V1Client.ConnectAsync(app);
        var first = (await ann.JoinAsync("lobby")).Position();
        await ann.PublishAsync("lobby", "x");
        await ann.SendAsync("""{"type":"leave","room":"lobby"}""");
        await ann.ReadUntilAsync("left");

        await WaitAsync(ann, clock, TimeSpan.FromMinutes(4));
        var kept = await ann.JoinAsync("lobby", first);
        kept.Recovered().Should().BeTrue();
        kept.Position().Should().Be((1L, first.Epoch));
        await ann.SendAsync("""{"type":"leave","room":"lobby"}""");
        await ann.ReadUntilAsync("left");
        await WaitAsync(ann, clock, TimeSpan.FromMinutes(6));
        var anew = await ann.JoinAsync("lobby", (1, first.Epoch));

        anew.Recovered().Should().BeFalse();
        anew.Offset().Should().Be(0);
        anew["epoch"]!.ToString().Should().NotBe(first.Epoch);
    }

    [Fact]
    public async Task Room_WithAStore_KeepsItsEpochWhenItWasForgotten()
    {
        var clock = new FakeClock();
        await using var app = await V1App.StartAsync(static rooms => rooms.AddMemoryStore(), clock: clock);
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        var first = (await ann.JoinAsync("lobby")).Position();
        await ann.PublishAsync("lobby", "x");
        await ann.SendAsync("""{"type":"leave","room":"lobby"}""");
        await ann.ReadUntilAsync("left");
        await WaitAsync(ann, clock, TimeSpan.FromMinutes(6));

        var joined = await ann.JoinAsync("lobby", first);

        joined.Recovered().Should().BeTrue();
        joined.Offsets().Should().Equal(1);
        joined["epoch"]!.ToString().Should().Be(first.Epoch);
    }

    [Fact]
    public async Task Publish_AThousandAtOnce_AllAreAcknowledged()
    {
        const int count = 1000;
        await using var app = await V1App.StartAsync();
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");

        var sending = ann.SendAllAsync(Enumerable.Range(1, count).Select(static i => Frames.Publish($"{i}", "lobby", $"{i}").ToJsonString()));

        var frames = await ann.ReadAsync(2 * count);
        await sending;
        frames.Where(static frame => frame.Type() == "message").Select(Frames.Offset).Should().Equal(Enumerable.Range(1, count).Select(static i => (long)i));
        frames.Where(static frame => frame.Type() == "ack").Select(static frame => frame["id"]!.ToString()).Should().Equal(Enumerable.Range(1, count).Select(static i => $"{i}"));
    }

    [Fact]
    public async Task Deflate_ReachesAllKindsOfMembersAlike()
    {
        await using var app = await V1App.StartAsync(options: static options => options.Deflate = true);
        await using var plain = await V1Client.ConnectAsync(app, "ann");
        await plain.JoinAsync("lobby");
        await using var deflating = await app.ConnectAsync("/ws/lobby", static options =>
        {
            options.AddSubProtocol("roomsockets.v1.json");
            options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        });
        (await ReceiveAsync(deflating)).Type().Should().Be("welcome");
        (await ReceiveAsync(deflating)).Type().Should().Be("joined");
        var text = new string('x', 20_000);

        await deflating.SendAsync(Frames.Publish("1", "lobby", text).ToJsonString());

        (await ReceiveAsync(deflating)).Data().Should().Be(text);
        (await ReceiveAsync(deflating)).Type().Should().Be("ack");
        (await plain.ReadAsync("message")).Data().Should().Be(text);
        await plain.SendPublishAsync("lobby", text, echo: false);
        (await plain.ReadAsync("skip")).Offset().Should().Be(2);
        (await ReceiveAsync(deflating)).Offset().Should().Be(2);
    }

    [Fact]
    public async Task HostileFrame_NeverEndsTheConnectionWithAnError()
    {
        await using var app = await V1App.StartAsync(options: static options => options.MaxProtocolErrors = 1000);
        await using var ann = await V1Client.ConnectAsync(app);

        foreach (var frame in new[]
        {
            """{"type":"join","room":"r","since":{"\ud800aa":1,"offset":1,"epoch":"x"}}""",
            """{"type":"join","room":"r","since":{"of\u0066set":1,"epoch":"x"}}""",
            """{"\ud800ype":"join","type":"join","room":"\ud800"}""",
            """{"type":"publish","room":"r","data":{"\ud800":1}}""",
            """{"type":"publish","room":"__proto__","data":"\ud800"}""",
            """{"type":"history","room":"r","after":9223372036854775807}""",
            """{"type":"history","to":"\u0000"}""",
            """{"type":"direct","to":"\ud83d","data":1}""",
            """{"type":"status","status":"\u0000"}""",
            """{"type":"join","room":"\u0001abc"}""",
            """{"type":"leave","room":"\u0001abc"}""",
            """{"type":"publish","room":"\u0001abc","data":1}""",
            """{"type":"auth","token":""}""",
            "",
        })
        {
            await ann.SendAsync(frame);
            await ann.SendAsync("""{"type":"ping","id":"alive"}""");
            await ann.ReadUntilAsync("pong");
        }
    }

    /// <summary>Lets time pass, and says now and then that it is alive.</summary>
    private static async Task WaitAsync(V1Client client, FakeClock clock, TimeSpan time)
    {
        for (var left = time; left > TimeSpan.Zero; left -= TimeSpan.FromSeconds(20))
        {
            clock.Advance(TimeSpan.FromSeconds(20));
            await client.ExpectNothingAsync();
        }
    }

    private static async Task<JsonObject> ReceiveAsync(TestClient client) => JsonNode.Parse(await client.ReceiveAsync())!.AsObject();
}
