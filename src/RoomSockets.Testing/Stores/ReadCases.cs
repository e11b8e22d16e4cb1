namespace RoomSockets.Testing;

/// <summary>Reading forward, backward and by number.</summary>
internal static class ReadCases
{
    public static SpecificationCase[] All { get; } =
    [
        new("Read: forward from an offset, ascending, at most the limit", ForwardAsync),
        new("Read: backward before an offset, the last ones, ascending", BackwardAsync),
        new("Read: an unknown room has no alerts", UnknownAsync),
        new("Read: a limit that is out of bounds is an error", LimitsAsync),
        new("Read: pages by number, over all rooms and of one", PagesAsync),
        new("Read: pages by number between bounds, and empty ones", BoundsAsync),
        new("Read: going through all pages meets each alert once", AllPagesAsync),
    ];

    private static async Task ForwardAsync(StoreUnderTest store)
    {
        await FillAsync(store, "r", 10);

        Promise.Sequence([1L, 2, 3], await ForwardAsync(store, 0, 3), "0 is the beginning");
        Promise.Sequence([8L, 9, 10], await ForwardAsync(store, 7, 100), "after 7 comes 8");
        Promise.Sequence([], await ForwardAsync(store, 10, 100), "after the last comes nothing");
        Promise.Sequence([], await ForwardAsync(store, long.MaxValue, 100), "nor after the largest number");
    }

    private static async Task BackwardAsync(StoreUnderTest store)
    {
        await FillAsync(store, "r", 10);

        Promise.Sequence([8L, 9, 10], await BackwardAsync(store, long.MaxValue, 3), "the newest");
        Promise.Sequence([5L, 6, 7], await BackwardAsync(store, 8, 3), "those before");
        Promise.Sequence([1L], await BackwardAsync(store, 2, 100), "the first");
        Promise.Sequence([], await BackwardAsync(store, 1, 100), "before the first is nothing");
    }

    private static async Task UnknownAsync(StoreUnderTest store)
    {
        Promise.Equal(0, (await store.Rooms.ReadForwardAsync("nowhere", 0, 10, default)).Count, "nothing forward");
        Promise.Equal(0, (await store.Rooms.ReadBackwardAsync("nowhere", long.MaxValue, 10, default)).Count, "nothing backward");
        Promise.Equal(0, (await store.Rooms.ReadAlertsAsync(new AlertQuery(RoomId: long.MaxValue), default)).Count, "nothing by number");
        Promise.Equal(null, await store.Rooms.FindRoomAsync("nowhere", default), "reading creates nothing");
    }

    private static async Task LimitsAsync(StoreUnderTest store)
    {
        foreach (var limit in new[] { 0, 1001 })
        {
            await Promise.ThrowsAsync<ArgumentOutOfRangeException>(async () => await store.Rooms.ReadForwardAsync("r", 0, limit, default), $"a limit of {limit}");
            await Promise.ThrowsAsync<ArgumentOutOfRangeException>(async () => await store.Rooms.ReadBackwardAsync("r", 1, limit, default), $"a limit of {limit}");
            await Promise.ThrowsAsync<ArgumentOutOfRangeException>(async () => await store.Rooms.ReadAlertsAsync(new AlertQuery(Limit: limit), default), $"a limit of {limit}");
        }
    }

    private static async Task PagesAsync(StoreUnderTest store)
    {
        await FillAsync(store, "a", 3);
        await FillAsync(store, "b", 3);
        await FillAsync(store, "a", 2);
        var all = await store.Rooms.ReadAlertsAsync(new AlertQuery(), default);
        var ids = all.Select(static alert => alert.Id).ToList();
        var a = (await store.Rooms.FindRoomAsync("a", default))!.Id;

        Promise.Equal(8, all.Count, "all rooms");
        Promise.Sequence(ids.Order(), ids, "ascending by number");
        Promise.Sequence(ids.TakeLast(3), await IdsAsync(store, new AlertQuery(Limit: 3)), "without a bound the newest");
        Promise.Sequence(ids.Skip(2).Take(3), await IdsAsync(store, new AlertQuery(After: ids[1], Limit: 3)), "after a number the first ones");
        Promise.Sequence(ids.Skip(2).Take(3), await IdsAsync(store, new AlertQuery(Before: ids[5], Limit: 3)), "before a number the last ones");
        Promise.Sequence(ids.Skip(2).Take(3), await IdsAsync(store, new AlertQuery(After: ids[0], Before: ids[5], Limit: 3)), "between two the last ones");
        var ofA = await store.Rooms.ReadAlertsAsync(new AlertQuery(RoomId: a, Limit: 4), default);
        Promise.Sequence([2L, 3, 4, 5], ofA.Select(static alert => alert.Offset), "of one room its newest");
        Promise.Holds(ofA.All(alert => alert.RoomId == a && string.Equals(alert.Room, "a", StringComparison.Ordinal)), "of that room alone", ofA);
    }

    private static async Task BoundsAsync(StoreUnderTest store)
    {
        await FillAsync(store, "a", 2);
        await FillAsync(store, "b", 2);
        await FillAsync(store, "a", 2);
        var ids = (await IdsAsync(store, new AlertQuery())).ToList();
        var a = (await store.Rooms.FindRoomAsync("a", default))!.Id;
        long[] ofA = [ids[0], ids[1], ids[4], ids[5]];

        Promise.Sequence(ofA[1..3], await IdsAsync(store, new AlertQuery(a, After: ofA[0], Limit: 2)), "of one room after a number");
        Promise.Sequence(ofA[1..3], await IdsAsync(store, new AlertQuery(a, Before: ofA[3], Limit: 2)), "of one room before a number");
        Promise.Sequence(ofA[1..3], await IdsAsync(store, new AlertQuery(a, After: ofA[0], Before: ofA[3])), "of one room between two");
        Promise.Sequence([], await IdsAsync(store, new AlertQuery(a, After: ids[1], Before: ids[4])), "only another room's lie between these two");
        Promise.Sequence(ids, await IdsAsync(store, new AlertQuery(After: 0)), "after 0 all");
        Promise.Sequence(ids, await IdsAsync(store, new AlertQuery(Before: long.MaxValue)), "before the largest number all");
        foreach (var nothing in new[] { new AlertQuery(Before: ids[0]), new(After: ids[5]), new(After: long.MaxValue), new(After: ids[3], Before: ids[3]), new(After: ids[4], Before: ids[1]) })
            Promise.Sequence([], await IdsAsync(store, nothing), $"nothing lies in {nothing}");
    }

    private static async Task AllPagesAsync(StoreUnderTest store)
    {
        await FillAsync(store, "r", 50);
        var (back, forth) = (new List<long>(), new List<long>());
        for (var page = await store.Rooms.ReadAlertsAsync(new AlertQuery(Limit: 7), default); page.Count > 0; page = await store.Rooms.ReadAlertsAsync(new AlertQuery(Before: page[0].Id, Limit: 7), default))
            back.InsertRange(0, page.Select(static alert => alert.Offset));
        for (var page = await store.Rooms.ReadAlertsAsync(new AlertQuery(After: 0, Limit: 7), default); page.Count > 0; page = await store.Rooms.ReadAlertsAsync(new AlertQuery(After: page[^1].Id, Limit: 7), default))
            forth.AddRange(page.Select(static alert => alert.Offset));

        Promise.Sequence(Enumerable.Range(1, 50).Select(static i => (long)i), back, "backward each once");
        Promise.Sequence(back, forth, "forward the same");
    }

    private static async Task FillAsync(StoreUnderTest store, string room, int count) =>
        await store.Rooms.AppendAsync(room, [.. Enumerable.Range(1, count).Select(static i => new NewAlert($"{i}"))], default);

    private static async Task<IEnumerable<long>> ForwardAsync(StoreUnderTest store, long after, int limit) =>
        (await store.Rooms.ReadForwardAsync("r", after, limit, default)).Select(static alert => alert.Offset);

    private static async Task<IEnumerable<long>> BackwardAsync(StoreUnderTest store, long before, int limit) =>
        (await store.Rooms.ReadBackwardAsync("r", before, limit, default)).Select(static alert => alert.Offset);

    private static async Task<IEnumerable<long>> IdsAsync(StoreUnderTest store, AlertQuery query) =>
        (await store.Rooms.ReadAlertsAsync(query, default)).Select(static alert => alert.Id);
}
