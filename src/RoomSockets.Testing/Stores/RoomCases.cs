namespace RoomSockets.Testing;

/// <summary>Rooms and who belongs to them.</summary>
internal static class RoomCases
{
    public static SpecificationCase[] All { get; } =
    [
        new("Rooms: whoever comes first creates it", CreatesAsync),
        new("Rooms: names are compared exactly", ComparesExactlyAsync),
        new("Rooms: many who create one at once get the same", CreatesOnceAsync),
        new("Rooms: one that is not there is null", FindsNothingAsync),
        new("Rooms: the list is by number, in pages, with members", ListsAsync),
        new("Members: added once, removed once", MembersAsync),
        new("Members: of what is not there is an error", MembersOfNothingAsync),
        new("Members: many who join at once are each a member once", JoinsAtOnceAsync),
        new("Rooms: a limit that is out of bounds is an error", LimitsAsync),
    ];

    private static async Task CreatesAsync(StoreUnderTest store)
    {
        var before = DateTimeOffset.UtcNow.AddDays(-1);
        var room = await store.Rooms.GetOrAddRoomAsync("lobby", "user:1", default);

        Promise.Equal("lobby", room.Name, "the room has its name");
        Promise.Equal("user:1", room.CreatorId, "whoever came first has created it");
        Promise.Equal(0L, room.LastOffset, "a new room has no alerts");
        Promise.Holds(room.Epoch.Length > 0, "a room has an epoch", room.Epoch);
        Promise.Holds(room.CreatedAt > before && room.CreatedAt.Offset == TimeSpan.Zero, "the store gives the time, in UTC", room.CreatedAt);
        Promise.Equal(room, await store.Rooms.GetOrAddRoomAsync("lobby", "user:2", default), "the second one finds the same room");
        Promise.Equal(room, await store.Rooms.FindRoomAsync("lobby", default), "it is found by its name");
        Promise.Equal(room, await store.Rooms.FindRoomAsync(room.Id, default), "it is found by its number");
    }

    private static async Task ComparesExactlyAsync(StoreUnderTest store)
    {
        string[] names = ["lobby", "Lobby", "LOBBY", "Grüße 🎉", "grüße 🎉", "a'b\"c;--", "%_", "ﬀ", "ff", new string('x', 60)];
        foreach (var name in names) await store.Rooms.GetOrAddRoomAsync(name, null, default);

        var rooms = await store.Rooms.GetRoomsAsync(0, 100, default);
        Promise.Sequence(names, rooms.Select(static room => room.Room.Name), "each name is a room of its own");
    }

    private static async Task CreatesOnceAsync(StoreUnderTest store)
    {
        var rooms = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () => await store.Rooms.GetOrAddRoomAsync("one", null, default))));

        Promise.Equal(1, rooms.Distinct().Count(), "all got the same room");
        Promise.Equal(1, (await store.Rooms.GetRoomsAsync(0, 100, default)).Count, "there is one room");
    }

    private static async Task FindsNothingAsync(StoreUnderTest store)
    {
        Promise.Equal(null, await store.Rooms.FindRoomAsync("nowhere", default), "an unknown name is null");
        Promise.Equal(null, await store.Rooms.FindRoomAsync(long.MaxValue, default), "an unknown number is null");
        Promise.Equal(0, (await store.Rooms.GetRoomsAsync(0, 100, default)).Count, "an empty store has no rooms");
    }

    private static async Task ListsAsync(StoreUnderTest store)
    {
        var (ann, ben) = (await store.AddUserAsync("ann"), await store.AddUserAsync("ben"));
        var ids = new List<long>();
        foreach (var name in new[] { "z", "a", "m" }) ids.Add((await store.Rooms.GetOrAddRoomAsync(name, null, default)).Id);
        await store.Rooms.AddMemberAsync(ids[1], ben.Id, default);
        await store.Rooms.AddMemberAsync(ids[1], ann.Id, default);

        var first = await store.Rooms.GetRoomsAsync(0, 2, default);
        var rest = await store.Rooms.GetRoomsAsync(first[^1].Room.Id, 2, default);

        Promise.Sequence(ids.Take(2), first.Select(static room => room.Room.Id), "a page is by ascending number");
        Promise.Sequence(ids.Skip(2), rest.Select(static room => room.Room.Id), "the next page goes on");
        Promise.Sequence([new StoredMember(ann.Id, "ann"), new StoredMember(ben.Id, "ben")], first[1].Members, "members are by ascending number");
        Promise.Equal(0, first[0].Members.Count, "members belong to their room");
        Promise.Equal(0, (await store.Rooms.GetRoomsAsync(long.MaxValue, 2, default)).Count, "after the largest number there is none");
    }

    private static async Task MembersAsync(StoreUnderTest store)
    {
        var room = await store.Rooms.GetOrAddRoomAsync("r", null, default);
        var user = await store.AddUserAsync("ann");

        Promise.Equal(true, await store.Rooms.AddMemberAsync(room.Id, user.Id, default), "the first time it is new");
        Promise.Equal(false, await store.Rooms.AddMemberAsync(room.Id, user.Id, default), "the second time it is not");
        Promise.Equal(true, await store.Rooms.RemoveMemberAsync(room.Id, user.Id, default), "what was there is removed");
        Promise.Equal(false, await store.Rooms.RemoveMemberAsync(room.Id, user.Id, default), "what was not there is not");
        Promise.Equal(false, await store.Rooms.RemoveMemberAsync(long.MaxValue, user.Id, default), "an unknown room has no members");
        Promise.Equal(0, (await store.Rooms.GetRoomsAsync(0, 1, default))[0].Members.Count, "nobody is left");
    }

    private static async Task MembersOfNothingAsync(StoreUnderTest store)
    {
        var room = await store.Rooms.GetOrAddRoomAsync("r", null, default);
        var user = await store.AddUserAsync("ann");

        await Promise.ThrowsAsync<KeyNotFoundException>(async () => await store.Rooms.AddMemberAsync(long.MaxValue, user.Id, default), "there is no such room");
        await Promise.ThrowsAsync<KeyNotFoundException>(async () => await store.Rooms.AddMemberAsync(room.Id, long.MaxValue, default), "there is no such user");
    }

    private static async Task JoinsAtOnceAsync(StoreUnderTest store)
    {
        var room = await store.Rooms.GetOrAddRoomAsync("r", null, default);
        var user = await store.AddUserAsync("ann");

        var joined = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () => await store.Rooms.AddMemberAsync(room.Id, user.Id, default))));

        Promise.Equal(1, joined.Count(static isNew => isNew), "one of them is the first");
        Promise.Equal(1, (await store.Rooms.GetRoomsAsync(0, 1, default))[0].Members.Count, "the user is there once");
    }

    private static async Task LimitsAsync(StoreUnderTest store)
    {
        foreach (var limit in new[] { 0, -1, 1001 })
            await Promise.ThrowsAsync<ArgumentOutOfRangeException>(async () => await store.Rooms.GetRoomsAsync(0, limit, default), $"a limit of {limit} is out of bounds");
    }
}
