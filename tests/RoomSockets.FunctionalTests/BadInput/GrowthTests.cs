using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.V1;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.BadInput;

/// <summary>What a stranger can make grow stops growing. The bounds are lowered, so that they are met and passed many times.</summary>
public sealed class GrowthTests
{
    private const int Bound = 64;
    private const int Rounds = 3000;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Joins_ToRandomRooms_StopGrowing(bool stores)
    {
        await using var app = await V1App.StartAsync(
            rooms =>
            {
                if (stores) rooms.AddMemoryStore(static options => options.Rooms = Bound).ConfigureAccounts(static accounts => accounts.MaxNewRoomsPerAddress = 0);
            },
            static options => options.MaxRooms = Bound);
        var table = app.Services.GetRequiredService<RoomTable>();
        await using var ann = await V1Client.ConnectAsync(app);
        var most = 0;
        for (var sent = 0; sent < Rounds; sent += 100)
        {
            var names = Enumerable.Range(sent, 100).Select(static i => $"random {i:x8}").ToList();
            await ann.SendAllAsync(names.SelectMany(static name => new[] { Join(name), Leave(name) }));
            foreach (var frame in await ann.ReadAsync(200)) frame.Type().Should().BeOneOf("joined", "left");
            most = Math.Max(most, table.Count);
        }

        most.Should().BeInRange(Bound / 2, Bound, "what nobody is in makes way");
        if (stores) (await app.Services.GetRequiredService<IRoomStore>().GetRoomsAsync(0, 1000, default)).Should().HaveCount(Bound);
        table.Occupied.Should().BeEmpty();
    }

    /// <summary>A room in a store is a row that stays: those without a name must not make them without number.</summary>
    [Theory]
    [InlineData(9, 9)]
    [InlineData(10, 10)]
    [InlineData(11, 10)]
    [InlineData(100, 10)]
    public async Task Rooms_OfStrangers_AreBoundedByTheirAddress(int joins, int expected)
    {
        var clock = new FakeClock();
        await using var app = await V1App.StartAsync(static rooms => rooms.AddMemoryStore().ConfigureAccounts(static accounts => accounts.MaxNewRoomsPerAddress = 10), clock: clock);
        var store = app.Services.GetRequiredService<IRoomStore>();
        await using var eve = await V1Client.ConnectAsync(app);
        await eve.SendAllAsync(Enumerable.Range(0, joins).Select(static i => Join($"{i}")));

        var answers = await eve.ReadAsync(joins);

        answers.Take(expected).Should().OnlyContain(static answer => answer.Type() == "joined");
        answers.Skip(expected).Where(static answer => answer.Type() != "error" || answer.Code() != "rate_limited").Should().BeEmpty();
        (await store.GetRoomsAsync(0, 1000, default)).Should().HaveCount(expected);
        await eve.JoinAsync("0");
        await using var other = await app.KnockAsync("/ws/of-the-path", "Sec-WebSocket-Protocol: roomsockets.v1.json");
        other.Status.Should().Be(expected < 10 ? 101 : 429);
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("of ann");
        clock.Advance(TimeSpan.FromHours(1));
        await using var late = await V1Client.ConnectAsync(app);
        await late.JoinAsync("an hour later");
    }

    [Fact]
    public async Task Joins_ToMoreRoomsThanThereMayBe_AreRefusedAndTheOthersGoOn()
    {
        var clock = new FakeClock();
        await using var app = await V1App.StartAsync(options: static options => (options.MaxRooms, options.MaxRoomsPerConnection) = (Bound, 1000), clock: clock);
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("of ann");
        await using var eve = await V1Client.ConnectAsync(app, "eve");
        await eve.SendAllAsync(Enumerable.Range(0, 200).Select(static i => Join($"of eve {i}")));

        var answers = await eve.ReadAsync(200);

        answers.Take(Bound - 1).Should().OnlyContain(static answer => answer.Type() == "joined");
        answers.Skip(Bound - 1).Should().OnlyContain(static answer => answer.Type() == "error" && answer.Code() == "overloaded");
        (await ann.PublishAsync("of ann", "still here")).Offset().Should().Be(1);
        await eve.SendAsync(Leave("of eve 0"));
        await eve.ReadAsync("left");
        // All rooms were in use when it was looked last, and it is not looked more than once a second.
        clock.Advance(TimeSpan.FromSeconds(1));
        await eve.JoinAsync("of eve 200");
    }

    [Fact]
    public async Task JoinsAndLeaves_TenThousandTimes_LeaveNothing()
    {
        const int Times = 10_000;
        var clock = new FakeClock();
        await using var app = await V1App.StartAsync(static rooms => rooms.AddMemoryStore(), clock: clock);
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");
        await using var eve = await V1Client.ConnectAsync(app, "eve");
        var frames = Enumerable.Repeat(new[] { Join("lobby"), Leave("lobby") }, 250).SelectMany(static pair => pair).ToList();

        for (var sent = 0; sent < Times; sent += frames.Count / 2)
        {
            await eve.SendAllAsync(frames);
            var types = (await eve.ReadAsync(frames.Count)).Select(static frame => frame.Type()).ToList();
            types.Where((type, i) => type != (i % 2 == 0 ? "joined" : "left")).Should().BeEmpty("each is answered, in order");
        }

        (await app.Rooms.CountMembersAsync("lobby")).Should().Be(1);
        (await ann.PublishAsync("lobby", "still here")).Offset().Should().Be(1);
        app.Services.GetRequiredService<RoomTable>().Count.Should().Be(1);
        await ann.SendAsync(Leave("lobby"));
        await ann.ReadAsync("left");
        clock.Advance(TimeSpan.FromMinutes(1));
        foreach (var client in new[] { ann, eve }) await client.DisposeAsync();
        await app.LeftAsync(0);
        clock.Advance(TimeSpan.FromMinutes(6));
        app.Services.GetRequiredService<RoomTable>().Count.Should().Be(0);
    }

    [Theory]
    [InlineData(4, 4)]
    [InlineData(5, 5)]
    [InlineData(6, 5)]
    [InlineData(600, 5)]
    public async Task Joins_MoreThanTheirRate_AreToldWhenToComeAgain(int joins, int expected)
    {
        var clock = new FakeClock();
        await using var app = await V1App.StartAsync(options: static options => (options.JoinsPerSecond, options.JoinBurst, options.MaxRoomsPerConnection) = (5, 5, 1000), clock: clock);
        await using var eve = await V1Client.ConnectAsync(app);
        await eve.SendAllAsync(Enumerable.Range(0, joins).Select(static i => Join($"{i}")));

        var answers = await eve.ReadAsync(joins);

        answers.Take(expected).Should().OnlyContain(static answer => answer.Type() == "joined");
        answers.Skip(expected).Where(static answer => answer.Code() != "rate_limited" || !answer["temporary"]!.GetValue<bool>() || answer["retryAfterMs"]!.GetValue<int>() <= 0).Should().BeEmpty();
        await eve.SendAllAsync(Enumerable.Range(0, joins).Select(static i => Leave($"{i}")));
        (await eve.ReadAsync(joins)).Should().OnlyContain(static answer => answer.Type() == "left", "leave is never refused");
        clock.Advance(TimeSpan.FromSeconds(2));
        await eve.JoinAsync("again");
    }

    private static string Join(string room) => string.Create(CultureInfo.InvariantCulture, $$"""{"type":"join","room":"{{room}}"}""");

    private static string Leave(string room) => string.Create(CultureInfo.InvariantCulture, $$"""{"type":"leave","room":"{{room}}"}""");
}
