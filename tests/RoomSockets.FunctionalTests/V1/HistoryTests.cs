using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.FunctionalTests.V1;

/// <summary>Pages of the past in both directions; with a store and without one they look alike.</summary>
public sealed class HistoryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task History_BothWays_GivesEveryMessageOnce(bool stores)
    {
        await using var app = await StartAsync(stores);
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");
        for (var i = 1; i <= 25; i++) await ann.PublishAsync("lobby", $"{i}");

        (await PageAsync(ann, forward: true, first: 0)).Should().Equal(Enumerable.Range(1, 25).Select(static i => (long)i));
        (await PageAsync(ann, forward: false, first: null)).Should().Equal(Enumerable.Range(1, 25).Select(static i => (long)i));
    }

    [Theory]
    [InlineData(false, """{"limit":25}""", 1, 25, false)]
    [InlineData(true, """{"limit":25}""", 1, 25, false)]
    [InlineData(false, """{"limit":24}""", 2, 25, true)]
    [InlineData(true, """{"limit":24}""", 2, 25, true)]
    [InlineData(false, """{"before":6,"limit":5}""", 1, 5, false)]
    [InlineData(true, """{"before":6,"limit":5}""", 1, 5, false)]
    [InlineData(false, """{"after":20,"limit":5}""", 21, 25, false)]
    [InlineData(true, """{"after":20,"limit":5}""", 21, 25, false)]
    [InlineData(false, """{"after":20,"limit":4}""", 21, 24, true)]
    [InlineData(true, """{"after":20,"limit":4}""", 21, 24, true)]
    [InlineData(false, """{"before":1}""", 1, 0, false)]
    [InlineData(true, """{"before":1}""", 1, 0, false)]
    [InlineData(false, """{"before":0}""", 1, 0, false)]
    [InlineData(true, """{"before":0}""", 1, 0, false)]
    [InlineData(false, """{"after":25}""", 1, 0, false)]
    [InlineData(true, """{"after":25}""", 1, 0, false)]
    [InlineData(false, """{"after":9223372036854775807}""", 1, 0, false)]
    [InlineData(true, """{"after":9223372036854775807}""", 1, 0, false)]
    [InlineData(false, """{"before":9223372036854775807,"limit":1}""", 25, 25, true)]
    [InlineData(true, """{"before":9223372036854775807,"limit":1}""", 25, 25, true)]
    public async Task History_AtItsEdges_KnowsWhetherThereIsMore(bool stores, string bounds, int from, int to, bool more)
    {
        await using var app = await StartAsync(stores);
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");
        for (var i = 1; i <= 25; i++) await ann.PublishAsync("lobby", $"{i}");
        var frame = JsonNode.Parse(bounds)!.AsObject();
        (frame["type"], frame["room"], frame["id"]) = ("history", "lobby", 9);

        await ann.SendAsync(frame);

        var page = await ann.ReadAsync("history");
        page.Offsets().Should().Equal(Enumerable.Range(from, to - from + 1).Select(static i => (long)i));
        (page["more"]!.GetValue<bool>(), page["room"]!.ToString(), page["id"]!.GetValue<int>()).Should().Be((more, "lobby", 9));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task History_LargeMessages_ComesInPagesThatFit(bool stores)
    {
        await using var app = await StartAsync(stores, static options => (options.OutboxBytes, options.MaxMessageBytes) = (64 * 1024, 16 * 1024));
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");
        // Without a store only what fits half an outbox is at hand.
        var count = stores ? 12 : 3;
        for (var i = 1; i <= count; i++) await ann.PublishAsync("lobby", new string('x', 10_000));

        (await PageAsync(ann, forward: true, first: 0)).Should().Equal(Enumerable.Range(1, count).Select(static i => (long)i));
        (await PageAsync(ann, forward: false, first: null)).Should().Equal(Enumerable.Range(1, count).Select(static i => (long)i));
    }

    [Fact]
    public async Task History_JsonAndText_KeepTheirKind()
    {
        await using var app = await StartAsync(stores: true);
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");
        await using var raw = await app.ConnectAsync("/ws/lobby");
        await ann.SendAsync("""{"type":"publish","room":"lobby","data":{ "a" : [1, "b c"] }}""");
        await ann.SendAsync("""{"type":"publish","room":"lobby","data":"{\"a\":1}"}""");
        await ann.SendAsync("""{"type":"publish","room":"lobby","data":null}""");
        foreach (var text in new[] { """{"a":[1,"b c"]}""", """{"a":1}""", "null" }) (await raw.ReceiveAsync()).Should().Be(text);
        await raw.SendAsync("[1]");
        await ann.ReadAsync(4);

        await ann.SendAsync("""{"type":"history","room":"lobby"}""");

        var page = await ann.ReadAsync("history");
        page["messages"]!.AsArray().Select(static item => item!["data"]?.ToJsonString() ?? "null").Should().Equal("""{"a":[1,"b c"]}""", "\"{\\u0022a\\u0022:1}\"", "null", "\"[1]\"");
        page.ContainsKey("id").Should().BeFalse();
    }

    private static async Task<List<long>> PageAsync(V1Client client, bool forward, long? first)
    {
        var (all, bound, more) = (new List<long>(), first, true);
        while (more)
        {
            var frame = new JsonObject { ["type"] = "history", ["room"] = "lobby", ["limit"] = 4 };
            if (bound is { } offset) frame[forward ? "after" : "before"] = offset;
            await client.SendAsync(frame);
            var page = await client.ReadAsync("history");
            page.Offsets().Should().NotBeEmpty("a page that says more comes next brings something");
            page.ToJsonString().Length.Should().BeLessThan((64 * 1024 / 2) + 500);
            all.InsertRange(forward ? all.Count : 0, page.Offsets());
            (bound, more) = (forward ? all[^1] : all[0], page["more"]!.GetValue<bool>());
        }

        return all;
    }

    private static Task<TestApp> StartAsync(bool stores, Action<RoomSocketsOptions>? options = null) => V1App.StartAsync(
        rooms =>
        {
            if (stores) rooms.AddMemoryStore();
        },
        options);
}
