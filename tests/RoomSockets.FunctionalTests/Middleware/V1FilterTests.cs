using System.Text.Json.Nodes;
using RoomSockets.FunctionalTests.Lifecycle;
using RoomSockets.FunctionalTests.V1;

namespace RoomSockets.FunctionalTests.Middleware;

/// <summary>Each receiver that speaks the sub-protocol gets what its filter lets through, now and when it comes back.</summary>
public sealed class V1FilterTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Filter_OfWhatIsSaidNow_LeavesNoHoles(bool stores)
    {
        await using var app = await FilterApp.StartAsync(stores);
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await using var bob = await V1Client.ConnectAsync(app, "bob");
        await ann.JoinAsync("lobby");
        await bob.JoinAsync("lobby");

        foreach (var text in (string[])["one", "not !bob", "other ?bob", "end"]) await ann.PublishAsync("lobby", text, "key " + text);

        var frames = await bob.ReadAsync(4);
        frames.Select(static frame => (frame.Type(), frame.Offset(), frame["data"]?.ToString())).Should().Equal(
            ("message", 1, "one"), ("skip", 2, null), ("message", 3, "for bob"), ("message", 4, "end"));
        (frames[2]["key"]!.ToString(), frames[2]["from"]!["id"]!.ToString(), frames[2]["room"]!.ToString()).Should().Be(("key other ?bob", "ann", "lobby"));
        frames[2]["at"].Should().NotBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Filter_OfThePast_IsAskedInRecoveryAndHistory(bool stores)
    {
        await using var app = await FilterApp.StartAsync(stores);
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");
        (long Offset, string Epoch) position;
        await using (var before = await V1Client.ConnectAsync(app, "bob")) position = (await before.JoinAsync("lobby")).Position();
        await SayAsync(ann, "one", "not !bob", "other ?bob", """{"json":"not !bob"}""");
        await using var bob = await V1Client.ConnectAsync(app, "bob");

        var joined = await bob.JoinAsync("lobby", position);

        joined.Recovered().Should().BeTrue();
        Expect(joined);
        Expect(await bob.JoinAsync("lobby", history: 10));
        await bob.SendAsync("""{"type":"history","id":"h","room":"lobby"}""");
        Expect(await bob.ReadAsync("history"));
        await ann.SendAsync("""{"type":"history","id":"h","room":"lobby"}""");
        (await ann.ReadUntilAsync("history"))["messages"]!.AsArray().Select(static item => item!["data"]!.ToString()).Should().Contain("not !bob");

        static void Expect(JsonObject frame)
        {
            var items = frame["messages"]!.AsArray();
            items.Select(static item => (item!.Offset(), item!["data"]?.ToString())).Should().Equal((1, "one"), (2, null), (3, "for bob"), (4, null));
            items[1]!.ToJsonString().Should().Be("""{"offset":2,"deleted":true}""");
            items[2]!["from"]!["id"]!.ToString().Should().Be("ann");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Filter_OfALongPast_IsAskedAsWell(bool stores)
    {
        await using var app = await FilterApp.StartAsync(stores);
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");
        (long Offset, string Epoch) position;
        await using (var before = await V1Client.ConnectAsync(app, "bob")) position = (await before.JoinAsync("lobby")).Position();
        for (var i = 0; i < 60; i++) await SayAsync(ann, i % 2 == 0 ? "x" : "not !bob");
        await using var bob = await V1Client.ConnectAsync(app, "bob");

        var joined = await bob.JoinAsync("lobby", position);

        joined["messages"]!.AsArray().Select(static item => item!.AsObject().ContainsKey("deleted")).Should().Equal(Enumerable.Range(0, 60).Select(static i => i % 2 == 1));
    }

    [Fact]
    public async Task Filter_OfSignalsAndNotices_KnowsWhatTheyAre()
    {
        await using var app = await FilterApp.StartAsync();
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await using var bob = await V1Client.ConnectAsync(app, "bob");
        await ann.JoinAsync("lobby");
        await bob.JoinAsync("lobby", presence: true);

        await ann.SendAsync("""{"type":"signal","room":"lobby","name":"typing"}""");
        await ann.SendAsync("""{"type":"signal","room":"lobby","name":"typing","data":"not !bob"}""");
        await ann.SendAsync("""{"type":"signal","room":"lobby","name":"cursor","data":"other ?bob"}""");
        await ann.ExpectNothingAsync();
        await app.Rooms.SendToRoomAsync("lobby", "to !bob");
        await app.Rooms.SendToRoomAsync("lobby", "to all");
        await app.Rooms.SignalRoomAsync("lobby", "5", name: "price");

        var frames = await bob.ReadAsync(4);
        frames.Select(static frame => (frame["name"]!.ToString(), frame["data"]?.ToString(), frame["from"]?["id"]!.ToString())).Should().Equal(
            ("typing", null, "ann"), ("cursor", "for bob", "ann"), ("notice", "to all", null), ("price", "5", null));
        app.Filter().Asked.Where(static asked => asked.Receiver == "bob").Select(static asked => (asked.Message.Kind, asked.Message.Name, asked.Message.SenderId)).Should().Equal(
            (MessageKind.Signal, "typing", "ann"), (MessageKind.Signal, "typing", "ann"), (MessageKind.Signal, "cursor", "ann"),
            (MessageKind.Message, null, null), (MessageKind.Message, null, null), (MessageKind.Signal, "price", null));
    }

    [Fact]
    public async Task Filter_OfMessagesOfTwo_WithholdsThemInHistoryToo()
    {
        await using var app = await FilterApp.StartAsync(stores: true);
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await using var bob = await V1Client.ConnectAsync(app, "bob");

        foreach (var text in (string[])["one", "not !bob", "other ?bob"])
        {
            await ann.SendAsync(Frames.Direct("d", "bob", text));
            await ann.ReadUntilAsync("ack");
        }

        (await bob.ReadAsync(2)).Select(static frame => (frame.Type(), frame.Offset(), frame.Data(), frame["to"]!.ToString())).Should().Equal(("direct", 1, "one", "bob"), ("direct", 3, "for bob", "bob"));
        await bob.SendAsync("""{"type":"history","id":"h","to":"ann"}""");
        (await bob.ReadAsync("history"))["messages"]!.AsArray().Select(static item => item!["data"]?.ToString()).Should().Equal("one", null, "for bob");
        app.Filter().Asked.Should().OnlyContain(static asked => asked.Message.Room == null && asked.Message.Kind == MessageKind.Direct && asked.Message.SenderId == "ann");
    }

    [Fact]
    public async Task Filter_OfTheSendersOwn_IsAskedUnlessItWantsNoEcho()
    {
        await using var app = await FilterApp.StartAsync();
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");

        await ann.SendPublishAsync("lobby", "other ?ann");
        await ann.SendPublishAsync("lobby", "other ?ann", echo: false);

        var frames = await ann.ReadAsync(4);
        frames.Select(static frame => (frame.Type(), frame.Offset())).Should().Equal(("message", 1), ("ack", 1), ("skip", 2), ("ack", 2));
        frames[0].Data().Should().Be("for ann");
    }

    [Fact]
    public async Task Room_WithFilteredAndUnfiltered_ServesAllKinds()
    {
        await using var app = await FilterApp.StartAsync();
        await using var filtered = await V1Client.ConnectAsync(app, "bob");
        await using var open = await V1Client.ConnectAsync(app, "bob", "/open/lobby");
        await using var raw = await app.ConnectAsync("/ws/lobby", "bob");
        await filtered.JoinAsync("lobby");
        await open.ReadAsync("joined");
        await app.MembersAsync("lobby", 3);

        await app.Rooms.PublishAsync("lobby", "not !bob");
        await app.Rooms.PublishAsync("lobby", "end");

        (await filtered.ReadAsync(2)).Select(Frames.Type).Should().Equal("skip", "message");
        (await open.ReadAsync(2)).Select(static frame => frame.Data()).Should().Equal("not !bob", "end");
        (await raw.ReceiveAsync()).Should().Be("end");
    }

    private static async Task SayAsync(V1Client client, params string[] texts)
    {
        foreach (var text in texts)
        {
            var data = text.StartsWith('{') ? JsonNode.Parse(text) : JsonValue.Create(text);
            await client.SendAsync(new JsonObject { ["type"] = "publish", ["id"] = "say", ["room"] = "lobby", ["data"] = data });
            await client.ReadUntilAsync("ack");
        }
    }
}
