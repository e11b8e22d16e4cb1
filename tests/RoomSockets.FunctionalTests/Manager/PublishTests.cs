using RoomSockets.FunctionalTests.Lifecycle;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.Manager;

public sealed class PublishTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Publish_ByManyAtOnce_OffsetsAreContiguousAndAllMembersSeeOneOrder(bool clientsSendToo)
    {
        const int Publishers = 8;
        const int Each = 100;
        const int OfClients = 50;
        await using var app = await Crowd.StartAsync(options => options.OutboxMessages = 100_000);
        List<TestClient> members = [];
        for (var i = 0; i < 3; i++) members.Add(await app.EnterAsync("lobby"));
        var total = Publishers * Each + (clientsSendToo ? members.Count * OfClients : 0);
        var receiving = members.Select(member => ReceiveAsync(member, total)).ToList();

        var publishing = Enumerable.Range(0, Publishers).Select(publisher => Task.Run(async () =>
        {
            List<(long Offset, string Text)> mine = [];
            for (var i = 0; i < Each; i++) mine.Add((await app.Rooms.PublishAsync("lobby", $"{publisher}:{i}"), $"{publisher}:{i}"));
            return mine;
        })).ToList();
        var sending = members.Select((member, index) => Task.Run(async () =>
        {
            for (var i = 0; clientsSendToo && i < OfClients; i++) await member.SendAsync($"client{index}:{i}");
        })).ToList();

        var published = (await Task.WhenAll(publishing).Patiently()).SelectMany(mine => mine).OrderBy(one => one.Offset).ToList();
        await Task.WhenAll(sending).Patiently();
        var seen = await Task.WhenAll(receiving);
        foreach (var one in seen.Skip(1)) one.Should().Equal(seen[0], "there is one order for all");
        // An offset is the place in that order, whoever else publishes.
        foreach (var (offset, text) in published) seen[0][(int)offset - 1].Should().Be(text);
        if (!clientsSendToo) published.Select(one => one.Offset).Should().Equal(Enumerable.Range(1, total).Select(offset => (long)offset));
        for (var client = 0; clientsSendToo && client < members.Count; client++)
            seen[0].Where(text => text.StartsWith($"client{client}:", StringComparison.Ordinal)).Should().Equal(Enumerable.Range(0, OfClients).Select(i => $"client{client}:{i}"));
        (await app.Rooms.PublishAsync("lobby", "last")).Should().Be(total + 1);
        foreach (var member in members) await member.DisposeAsync();
    }

    [Fact]
    public async Task Publish_Binary_Throws()
    {
        await using var app = await Crowd.StartAsync();

        await app.Awaiting(one => one.Rooms.PublishAsync("lobby", MessageData.Binary(new byte[1])).AsTask()).Should().ThrowAsync<ArgumentException>();
        (await app.Rooms.PublishAsync("lobby", "first")).Should().Be(1, "the refused one took no offset");
    }

    [Fact]
    public async Task Publish_TooLarge_Throws()
    {
        await using var app = await Crowd.StartAsync();
        var limit = new RoomSocketsOptions().OutboxBytes - 10;

        (await app.Rooms.PublishAsync("lobby", new string('x', limit))).Should().Be(1);
        await app.Awaiting(one => one.Rooms.PublishAsync("lobby", new string('x', limit + 1)).AsTask()).Should().ThrowAsync<ArgumentException>();
        await app.Awaiting(one => one.Rooms.SendToRoomAsync("lobby", new string('x', limit + 1)).AsTask()).Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task Publish_IntoAnEmptyRoom_ItsOffsetsGoOn()
    {
        var clock = new FakeClock();
        await using var app = await Crowd.StartAsync(clock: clock);
        (await app.Rooms.PublishAsync("lobby", "nobody hears")).Should().Be(1);
        await using (var ann = await app.EnterAsync("lobby"))
        {
            (await app.Rooms.PublishAsync("lobby", "ann hears")).Should().Be(2);
            (await ann.ReceiveAsync()).Should().Be("ann hears");
            await ann.CloseAsync();
        }

        await app.LeftAsync(0);
        clock.Advance(TimeSpan.FromMinutes(4));
        (await app.Rooms.PublishAsync("lobby", "still there")).Should().Be(3);
        clock.Advance(TimeSpan.FromMinutes(4));
        (await app.Rooms.PublishAsync("lobby", "publishing keeps it")).Should().Be(4);
    }

    [Fact]
    public async Task Room_EmptyForItsRetention_IsForgotten()
    {
        var clock = new FakeClock();
        await using var app = await Crowd.StartAsync(clock: clock);
        await using (var ann = await app.EnterAsync("lobby"))
        {
            clock.Advance(TimeSpan.FromSeconds(20));
            await ann.SendAsync("hi");
            (await ann.ReceiveAsync()).Should().Be("hi");
            await ann.CloseAsync();
        }

        await app.LeftAsync(0);
        clock.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));

        (await app.Rooms.PublishAsync("lobby", "anew")).Should().Be(1);
    }

    [Fact]
    public async Task Room_WithAMember_IsNeverForgotten()
    {
        var clock = new FakeClock();
        await using var app = await Crowd.StartAsync(
            options => (options.PingInterval, options.DeadAfter) = (TimeSpan.FromHours(1), TimeSpan.FromHours(2)), clock);
        await using var ann = await app.EnterAsync("lobby");
        (await app.Rooms.PublishAsync("lobby", "one")).Should().Be(1);

        clock.Advance(TimeSpan.FromMinutes(30));

        (await app.Rooms.PublishAsync("lobby", "two")).Should().Be(2);
        (await ann.ReceiveAsync()).Should().Be("one");
        (await ann.ReceiveAsync()).Should().Be("two");
    }

    private static async Task<List<string>> ReceiveAsync(TestClient member, int count)
    {
        List<string> texts = [];
        while (texts.Count < count) texts.Add(await member.ReceiveAsync());
        return texts;
    }
}
