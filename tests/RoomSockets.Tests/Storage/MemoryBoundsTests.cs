namespace RoomSockets.Tests.Storage;

/// <summary>What the store in memory forgets, and what it refuses.</summary>
public sealed class MemoryBoundsTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public async Task AppendAsync_BeyondWhatARoomKeeps_ForgetsTheOldestAndTheirKeys()
    {
        var store = MemoryStores.Create(_clock, options => options.AlertsPerRoom = 3);
        var ann = (await store.Users.AddAsync("ann", "h", default))!.ConnectionUserId;

        for (var i = 1; i <= 5; i++) await store.Rooms.AppendAsync("r", [new NewAlert($"{i}", ann, $"k{i}")], default);

        (await store.Rooms.ReadForwardAsync("r", 0, 100, default)).Select(alert => alert.Offset).Should().Equal(3, 4, 5);
        (await store.Rooms.AppendAsync("r", [new NewAlert("5 again", ann, "k5")], default)).Select(static one => (one.Offset, one.IsDuplicate)).Should().Equal((5L, true));
        (await store.Rooms.AppendAsync("r", [new NewAlert("1 again", ann, "k1")], default)).Select(static one => (one.Offset, one.IsDuplicate)).Should().Equal([(6L, false)], "its key was forgotten with it");
        (await store.Rooms.FindRoomAsync("r", default))!.LastOffset.Should().Be(6);
    }

    [Fact]
    public async Task AppendAsync_BeyondAllAlerts_TakesFromTheRoomThatWasSilentLongest()
    {
        var store = MemoryStores.Create(_clock, options => options.Alerts = 10);
        await store.Rooms.AppendAsync("old", Texts(6), default);
        await store.Rooms.AppendAsync("new", Texts(4), default);

        await store.Rooms.AppendAsync("new", Texts(5), default);

        (await store.Rooms.ReadForwardAsync("old", 0, 100, default)).Select(alert => alert.Offset).Should().Equal(6);
        (await store.Rooms.ReadForwardAsync("new", 0, 100, default)).Should().HaveCount(9);
        (await store.Rooms.ReadAlertsAsync(new AlertQuery(), default)).Should().HaveCount(10).And.BeInAscendingOrder(alert => alert.Id);
    }

    [Fact]
    public async Task AppendAsync_BeyondAllCharacters_TakesFromTheRoomThatWasSilentLongest()
    {
        var store = MemoryStores.Create(_clock, options => options.Characters = 65_536);
        await store.Rooms.AppendAsync("old", [new NewAlert(new string('x', 40_000)), new NewAlert("small")], default);

        await store.Rooms.AppendAsync("new", [new NewAlert(new string('y', 40_000))], default);

        (await store.Rooms.ReadForwardAsync("old", 0, 100, default)).Select(alert => alert.Content).Should().Equal("small");
        (await store.Rooms.ReadForwardAsync("new", 0, 100, default)).Should().ContainSingle();
    }

    [Fact]
    public async Task AppendAsync_ForLong_KeepsNoMoreThanItsBoundsAndReadsRight()
    {
        var store = MemoryStores.Create(_clock, options => (options.Alerts, options.AlertsPerRoom) = (100, 40));

        for (var i = 0; i < 2000; i++) await store.Rooms.AppendAsync($"r{i % 7}", Texts(1), default);

        var all = await store.Rooms.ReadAlertsAsync(new AlertQuery(Limit: 1000), default);
        all.Should().HaveCount(100).And.BeInAscendingOrder(alert => alert.Id);
        all[^1].Id.Should().Be(2000);
        (await store.Rooms.ReadAlertsAsync(new AlertQuery(After: all[49].Id, Limit: 10), default)).Should().Equal(all.Skip(50).Take(10));
        (await store.Rooms.ReadAlertsAsync(new AlertQuery(Before: all[50].Id, Limit: 10), default)).Should().Equal(all.Skip(40).Take(10));
    }

    [Fact]
    public async Task GetOrAddRoomAsync_BeyondTheRooms_ForgetsTheSilentOneWithoutMembers()
    {
        var store = MemoryStores.Create(_clock, options => options.Rooms = 2);
        var ann = (await store.Users.AddAsync("ann", "h", default))!;
        var kept = await store.Rooms.GetOrAddRoomAsync("members", null, default);
        await store.Rooms.AddMemberAsync(kept.Id, ann.Id, default);
        await store.Rooms.AppendAsync("empty", Texts(3), default);
        var epoch = (await store.Rooms.FindRoomAsync("empty", default))!.Epoch;

        var third = await store.Rooms.GetOrAddRoomAsync("third", null, default);

        (await store.Rooms.FindRoomAsync("empty", default)).Should().BeNull();
        (await store.Rooms.ReadAlertsAsync(new AlertQuery(), default)).Should().BeEmpty();
        await store.Rooms.AddMemberAsync(third.Id, ann.Id, default);
        await FluentActions.Awaiting(async () => await store.Rooms.GetOrAddRoomAsync("fourth", null, default)).Should().ThrowAsync<StoreUnavailableException>().WithMessage("*MemoryStoreOptions.Rooms*");
        await store.Rooms.RemoveMemberAsync(third.Id, ann.Id, default);
        await store.Rooms.AppendAsync("empty", Texts(1), default);
        (await store.Rooms.FindRoomAsync("empty", default))!.Epoch.Should().NotBe(epoch, "its offsets began anew");
    }

    [Fact]
    public async Task AppendAsync_ToARoomThatLostAllItsAlerts_GoesOnWithItsOffsetsAndEpoch()
    {
        var store = MemoryStores.Create(_clock, options => options.Alerts = 2);
        await store.Rooms.AppendAsync("old", Texts(2), default);
        var epoch = (await store.Rooms.FindRoomAsync("old", default))!.Epoch;
        await store.Rooms.AppendAsync("new", Texts(2), default);

        (await store.Rooms.ReadForwardAsync("old", 0, 10, default)).Should().BeEmpty("it was silent longest");
        (await store.Rooms.AppendAsync("old", Texts(1), default)).Select(static one => (one.Offset, one.IsDuplicate)).Should().Equal((3L, false));
        (await store.Rooms.FindRoomAsync("old", default))!.Epoch.Should().Be(epoch);
        (await store.Rooms.ReadAlertsAsync(new AlertQuery(), default)).Select(alert => (alert.Room, alert.Offset)).Should().Equal(("new", 2), ("old", 3));
    }

    [Fact]
    public async Task AppendAsync_BatchLargerThanAllBounds_IsTakenAndForgotten()
    {
        var store = MemoryStores.Create(_clock, options => options.Characters = 65_536);

        (await store.Rooms.AppendAsync("r", [new NewAlert(new string('x', 70_000))], default)).Select(static one => (one.Offset, one.IsDuplicate)).Should().Equal((1L, false));

        (await store.Rooms.ReadForwardAsync("r", 0, 10, default)).Should().BeEmpty();
        (await store.Rooms.AppendAsync("r", Texts(1), default)).Select(static one => (one.Offset, one.IsDuplicate)).Should().Equal((2L, false));
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public async Task AppendAsync_KeyOfALength_IsStoredOrNothingOfTheBatch(int length, bool isRight)
    {
        var store = MemoryStores.Create(_clock);
        var append = async () => await store.Rooms.AppendAsync("r", [new NewAlert("a"), new NewAlert("b", Key: new string('k', length))], default);

        if (isRight) (await append()).Should().HaveCount(2);
        else await append.Should().ThrowAsync<ArgumentException>().WithMessage("*65 characters*64*");
        (await store.Rooms.ReadForwardAsync("r", 0, 10, default)).Should().HaveCount(isRight ? 2 : 0);
    }

    [Fact]
    public async Task GetOrAddRoomAsync_RoomThatWasSaidSomethingIn_IsNotTheOneToForget()
    {
        var store = MemoryStores.Create(_clock, options => options.Rooms = 2);
        await store.Rooms.AppendAsync("a", Texts(1), default);
        await store.Rooms.AppendAsync("b", Texts(1), default);
        await store.Rooms.AppendAsync("a", Texts(1), default);

        await store.Rooms.GetOrAddRoomAsync("c", null, default);

        (await store.Rooms.GetRoomsAsync(0, 10, default)).Select(room => room.Room.Name).Should().Equal("a", "c");
    }

    [Fact]
    public async Task AddAsync_BeyondTheUsersOrTokens_IsAnErrorWithTheOptionsName()
    {
        var store = MemoryStores.Create(_clock, options => (options.Users, options.Tokens) = (1, 1));
        var ann = (await store.Users.AddAsync("ann", "h", default))!;
        await store.Tokens.AddAsync(ann.Id, Hash(1), _clock.GetUtcNow().AddMinutes(1), default);

        await FluentActions.Awaiting(async () => await store.Users.AddAsync("ben", "h", default)).Should().ThrowAsync<StoreUnavailableException>().WithMessage("*MemoryStoreOptions.Users*");
        await FluentActions.Awaiting(async () => await store.Tokens.AddAsync(ann.Id, Hash(2), null, default)).Should().ThrowAsync<StoreUnavailableException>().WithMessage("*MemoryStoreOptions.Tokens*");
        _clock.Advance(TimeSpan.FromMinutes(2));
        (await store.Tokens.AddAsync(ann.Id, Hash(2), null, default)).Id.Should().Be(2, "the one that has ended made place");
    }

    private static NewAlert[] Texts(int count) => [.. Enumerable.Range(1, count).Select(i => new NewAlert($"{i}"))];

    private static byte[] Hash(byte of) => [.. Enumerable.Repeat(of, 32)];
}
