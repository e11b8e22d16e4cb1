namespace RoomSockets.Testing;

/// <summary>A batch is one thing: for whoever stores it, and for whoever reads meanwhile.</summary>
internal static class BatchCases
{
    private const int BatchSize = 3;

    public static SpecificationCase[] All { get; } =
    [
        new("Batch: with one alert that cannot be stored, nothing is stored", AllOrNothingAsync),
        new("Batch: of duplicates alone changes nothing", DuplicatesAloneAsync),
        new("Batch: a thousand alerts are one batch", LargeAsync),
        new("Batch: whoever reads meanwhile sees no hole, and all of a batch or nothing", ReadMeanwhileAsync),
        new("Batch: what was appended is there for whoever asks next", ReadNextAsync),
    ];

    private static async Task AllOrNothingAsync(StoreUnderTest store)
    {
        await store.Rooms.AppendAsync("r", [new NewAlert("before")], default);

        await Promise.ThrowsAsync<ArgumentException>(async () => await store.Rooms.AppendAsync("r", [new NewAlert("good"), new NewAlert("bad", new string('x', 257))], default), "a sender's id of 257 characters is an error");

        Promise.Equal(1L, (await store.Rooms.FindRoomAsync("r", default))!.LastOffset, "the room is as it was");
        Promise.Equal(1, (await store.Rooms.ReadForwardAsync("r", 0, 10, default)).Count, "no part of the batch was stored");
        Promise.Sequence([(2L, false)], (await store.Rooms.AppendAsync("r", [new NewAlert("after")], default)).Places(), "it left no hole");
    }

    private static async Task DuplicatesAloneAsync(StoreUnderTest store)
    {
        var id = (await store.AddUserAsync("ann")).ConnectionUserId;
        NewAlert[] batch = [new("a", id, "k"), new("b", id, "l")];
        var first = await store.Rooms.AppendAsync("r", batch, default);
        var room = await store.Rooms.FindRoomAsync("r", default);

        Promise.Sequence(first.Select(static appended => (appended.Offset, true)), (await store.Rooms.AppendAsync("r", batch, default)).Places(), "the whole batch again gets its offsets again");
        Promise.Equal(room, await store.Rooms.FindRoomAsync("r", default), "the room is as it was");
        Promise.Sequence([(3L, false)], (await store.Rooms.AppendAsync("r", [new NewAlert("c")], default)).Places(), "the next one follows without a hole");
    }

    private static async Task LargeAsync(StoreUnderTest store)
    {
        var id = (await store.AddUserAsync("ann")).ConnectionUserId;
        NewAlert[] batch = [.. Enumerable.Range(1, 1000).Select(i => new NewAlert($"{i}", id, $"k{i}"))];

        var appended = await store.Rooms.AppendAsync("r", batch, default);

        Promise.Sequence(Enumerable.Range(1, 1000).Select(static i => (long)i), appended.Select(static one => one.Offset), "contiguous");
        Promise.Sequence(batch.Select(static alert => alert.Content), (await store.Rooms.ReadForwardAsync("r", 0, 1000, default)).Select(static alert => alert.Content), "all are there, in order");
        Promise.Holds((await store.Rooms.AppendAsync("r", batch, default)).All(static one => one.IsDuplicate), "all of their keys are known", null);
    }

    private static async Task ReadMeanwhileAsync(StoreUnderTest store)
    {
        var appending = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++) await store.Rooms.AppendAsync("r", [.. Enumerable.Range(0, BatchSize).Select(static part => new NewAlert($"{part}"))], default);
        })));

        bool isOver;
        do
        {
            isOver = appending.IsCompleted;
            var seen = await store.Rooms.ReadForwardAsync("r", 0, 1000, default);
            Promise.Sequence(Enumerable.Range(1, seen.Count).Select(static i => (long)i), seen.Select(static alert => alert.Offset), "no hole");
            Promise.Equal(0, seen.Count % BatchSize, "all of a batch or nothing");
        }
        while (!isOver);

        await appending;
    }

    private static async Task ReadNextAsync(StoreUnderTest store)
    {
        for (var i = 1; i <= 20; i++)
        {
            var offset = (await store.Rooms.AppendAsync("r", [new NewAlert($"{i}")], default))[0].Offset;
            Promise.Equal($"{i}", (await store.Rooms.ReadBackwardAsync("r", long.MaxValue, 1, default))[0].Content, "it is the newest");
            Promise.Equal(offset, (await store.Rooms.FindRoomAsync("r", default))!.LastOffset, "and the room's last");
            Promise.Equal(offset, (await store.Rooms.ReadAlertsAsync(new AlertQuery(Limit: 1), default))[0].Offset, "and the newest of all rooms");
        }
    }
}
