namespace RoomSockets.Tests;

public sealed class RoomTableTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void GetOrAdd_SameName_IsTheSameRoom()
    {
        using var world = new World();

        var room = world.Rooms.GetOrAdd("a");

        world.Rooms.GetOrAdd("a").Should().BeSameAs(room);
        world.Rooms.GetOrAdd("A").Should().NotBeSameAs(room);
        (world.Rooms.Count, world.Rooms.Find("a"), world.Rooms.Find("b")).Should().Be((2, room, null));
    }

    [Fact]
    public void GetOrAdd_OccupiedRooms_AreLimited()
    {
        using var world = new World(options => options.MaxRooms = 3);
        for (var i = 1; i <= 3; i++) world.Join($"{i}");

        world.Rooms.GetOrAdd("4").Should().BeNull();
        world.Rooms.GetOrAdd("3").Should().NotBeNull("it is there already");
        world.Rooms.Count.Should().Be(3);
        world.Rooms.Occupied.Should().HaveCount(3);
    }

    [Fact]
    public async Task PublishAsync_NoRoomIsFree_SaysSo()
    {
        using var world = new World(options => options.MaxRooms = 1);
        world.Join("1");

        await FluentActions.Awaiting(() => world.Publisher.PublishAsync("2", "x", default).Soon())
            .Should().ThrowAsync<RoomUnavailableException>().WithMessage("Room '2'*1 rooms*MaxRooms*");
    }

    [Fact]
    public void GetOrAdd_TableIsFull_TheLongestEmptyGoes()
    {
        using var world = new World(options => options.MaxRooms = 3);
        world.Rooms.GetOrAdd("newest");
        var (entry, _) = world.Join("occupied");
        world.Rooms.GetOrAdd("oldest");
        world.Clock.Advance(Second);
        world.Rooms.Find("newest")!.Touch();

        var room = world.Rooms.GetOrAdd("another");

        room.Should().NotBeNull();
        world.Rooms.Find("oldest").Should().BeNull();
        world.Rooms.Find("newest").Should().NotBeNull();
        entry.Find("occupied").Should().BeSameAs(world.Rooms.Find("occupied"));
        world.Rooms.Count.Should().Be(3);
    }

    [Fact]
    public void GetOrAdd_TableIsFull_OneLookFreesSeveral()
    {
        using var world = new World(options => options.MaxRooms = 32);
        for (var i = 0; i < 32; i++) world.Rooms.GetOrAdd($"{i}");

        world.Rooms.GetOrAdd("another").Should().NotBeNull();

        world.Rooms.Count.Should().Be(31, "a sixteenth went and one came");
    }

    [Fact]
    public void GetOrAdd_LookedInVain_LooksAgainAfterASecond()
    {
        using var world = new World(options => options.MaxRooms = 1);
        var (entry, _) = world.Join("1");
        world.Rooms.GetOrAdd("2").Should().BeNull();
        world.Directory.Leave(entry, "1");
        world.Clock.Advance(Second - TimeSpan.FromTicks(1));
        world.Rooms.GetOrAdd("2").Should().BeNull("a look costs much and was in vain just now");

        world.Clock.Advance(TimeSpan.FromTicks(1));

        world.Rooms.GetOrAdd("2").Should().NotBeNull();
    }

    [Fact]
    public void GetOrAdd_RetiredByEviction_IsPostedToNoMore()
    {
        using var world = new World(options => options.MaxRooms = 1);
        var room = world.Rooms.GetOrAdd("1")!;

        world.Rooms.GetOrAdd("2");

        room.TryPost("x", true, null, out _).Should().Be(PostResult.Retired);
    }

    [Fact]
    public void Retention_EmptyRoom_GoesWhenItIsOver()
    {
        using var world = new World();
        var (entry, _) = world.Join("r");
        world.Clock.Advance(TimeSpan.FromHours(1));
        world.Rooms.Count.Should().Be(1, "it is occupied");
        world.Directory.Leave(entry, "r");

        world.Clock.Advance(world.Options.RoomRetention - Second);
        world.Rooms.Count.Should().Be(1);
        world.Clock.Advance(2 * Second);

        world.Rooms.Count.Should().Be(0);
        world.Rooms.Find("r").Should().BeNull();
    }

    [Fact]
    public void Retention_RoomThatNobodyEntered_GoesToo()
    {
        using var world = new World();
        world.Rooms.GetOrAdd("r");

        world.Clock.Advance(world.Options.RoomRetention + Second);

        world.Rooms.Count.Should().Be(0);
    }

    [Fact]
    public void Retention_Zero_GoesWithTheNextTick()
    {
        using var world = new World(options => options.RoomRetention = TimeSpan.Zero);
        var (entry, _) = world.Join("r");
        world.Directory.Leave(entry, "r");

        world.Clock.Advance(Second);

        world.Rooms.Count.Should().Be(0);
    }

    [Fact]
    public async Task Retention_RejoinedInTime_OffsetsGoOn()
    {
        using var world = new World();
        var (entry, _) = world.Join("r");
        await world.Publisher.PublishAsync("r", "x", default).Soon();
        world.Directory.Leave(entry, "r");
        world.Clock.Advance(world.Options.RoomRetention - Second);
        world.Directory.Join(entry, "r").Should().Be(JoinResult.Joined);
        world.Clock.Advance(TimeSpan.FromHours(1));

        (await world.Publisher.PublishAsync("r", "y", default).Soon()).Should().Be(2);
    }

    [Fact]
    public async Task Retention_PublishedTo_BeginsAnew()
    {
        using var world = new World();
        for (var i = 1; i <= 5; i++)
        {
            (await world.Publisher.PublishAsync("r", "x", default).Soon()).Should().Be(i);
            world.Clock.Advance(world.Options.RoomRetention - Second);
        }

        world.Clock.Advance(2 * Second);

        world.Rooms.Count.Should().Be(0);
        (await world.Publisher.PublishAsync("r", "x", default).Soon()).Should().Be(1, "it is another room");
    }

    [Fact]
    public async Task PublishAsync_RoomsComeAndGo_IsNeverLost()
    {
        using var world = new World(options => options.MaxRooms = 2);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; i < 500; i++)
            {
                var (entry, stream) = (world.Add(), $"{worker}:{i % 3}");
                if (world.Directory.Join(entry, stream) == JoinResult.Joined)
                {
                    await world.Publisher.PublishAsync(stream, "x", default);
                    world.Directory.Remove(entry);
                }
            }
        }))).Soon();

        world.Rooms.Count.Should().BeInRange(0, 2);
        world.Rooms.Occupied.Should().BeEmpty();
        world.Clock.Advance(world.Options.RoomRetention + Second);
        world.Rooms.Count.Should().Be(0, "the count is that of the rooms");
    }
}
