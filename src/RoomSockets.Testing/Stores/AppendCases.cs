namespace RoomSockets.Testing;

/// <summary>Order, atomicity and idempotence of what is stored.</summary>
internal static class AppendCases
{
    public static SpecificationCase[] All { get; } =
    [
        new("Append: offsets are contiguous from 1, in order, in a room that comes into being", NumbersAsync),
        new("Append: each room has its own offsets", NumbersEachRoomAsync),
        new("Append: many at once in one room leave no hole and no double", ConcurrentAsync),
        new("Append: many at once in many rooms leave no hole and no double", ConcurrentRoomsAsync),
        new("Append: a key of the same sender is stored once", KeysAsync),
        new("Append: a key twice in one batch is stored once", KeysInBatchAsync),
        new("Append: the same key elsewhere or of another sender is another message", KeysElsewhereAsync),
        new("Append: without a key or without a sender nothing is a duplicate", NoKeysAsync),
        new("Append: the same key many times at once is stored once", ConcurrentKeysAsync),
        new("Append: an unknown sender is a user from now on", UnknownSendersAsync),
        new("Append: a sender of our own form that no user has is nobody", NobodyAsync),
        new("Append: texts come back as they were", TextsAsync),
        new("Append: what the answer says of the time is what is read later, with the sender's name and whether it is JSON", TimeAndKindAsync),
        new("Append: an empty batch is an error", EmptyAsync),
        new("Append: a key has at most 64 characters", LongKeysAsync),
        new("Append: what no database can keep is an error", UnfitTextsAsync),
        new("Append: the room knows its last offset and keeps its epoch", LastOffsetAsync),
    ];

    private static async Task NumbersAsync(StoreUnderTest store)
    {
        Promise.Sequence(New(1, 2, 3), (await store.Rooms.AppendAsync("r", Texts("a", "b", "c"), default)).Places(), "offsets begin with 1");
        Promise.Sequence(New(4, 5), (await store.Rooms.AppendAsync("r", Texts("d", "e"), default)).Places(), "the next batch goes on");

        var alerts = await store.Rooms.ReadForwardAsync("r", 0, 100, default);
        Promise.Sequence(["a", "b", "c", "d", "e"], alerts.Select(static alert => alert.Content), "what was appended is there in order");
        Promise.Sequence([1L, 2, 3, 4, 5], alerts.Select(static alert => alert.Offset), "with its offsets");
        Promise.Sequence(alerts.Select(static alert => alert.Id).Order(), alerts.Select(static alert => alert.Id), "numbers ascend with offsets");
        Promise.Holds(alerts.All(static alert => alert.CreatedAt.Offset == TimeSpan.Zero && alert is { Room: "r", SenderId: null, SenderNumber: null, Key: null }), "nobody sent it, in UTC", alerts[0]);
    }

    private static async Task NumbersEachRoomAsync(StoreUnderTest store)
    {
        Promise.Sequence(New(1), (await store.Rooms.AppendAsync("a", Texts("1"), default)).Places(), "the first of a");
        Promise.Sequence(New(1, 2), (await store.Rooms.AppendAsync("b", Texts("1", "2"), default)).Places(), "the first of b");
        Promise.Sequence(New(2), (await store.Rooms.AppendAsync("a", Texts("2"), default)).Places(), "the second of a");
    }

    private static async Task ConcurrentAsync(StoreUnderTest store)
    {
        var batches = await Task.WhenAll(Enumerable.Range(0, 40).Select(batch => Task.Run(async () =>
            (Batch: batch, Appended: await store.Rooms.AppendAsync("r", Texts($"{batch}.0", $"{batch}.1", $"{batch}.2"), default)))));

        Promise.Sequence(Enumerable.Range(1, 120).Select(static i => (long)i), batches.SelectMany(static one => one.Appended.Select(static appended => appended.Offset)).Order(), "no hole, no double");
        foreach (var (_, appended) in batches) Promise.Equal(appended[0].Offset + 2, appended[2].Offset, "a batch lies together");
        var kept = (await store.Rooms.ReadForwardAsync("r", 0, 1000, default)).ToDictionary(static alert => alert.Offset, static alert => alert.Content);
        foreach (var (batch, appended) in batches)
            for (var i = 0; i < appended.Count; i++) Promise.Equal($"{batch}.{i}", kept[appended[i].Offset], "each text is at the offset that was given");
    }

    private static async Task ConcurrentRoomsAsync(StoreUnderTest store)
    {
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(async () => await store.Rooms.AppendAsync($"r{i % 10}", Texts($"{i}"), default))));

        for (var room = 0; room < 10; room++)
        {
            var alerts = await store.Rooms.ReadForwardAsync($"r{room}", 0, 100, default);
            Promise.Sequence(Enumerable.Range(1, 10).Select(static i => (long)i), alerts.Select(static alert => alert.Offset), "no hole, no double in any room");
        }
    }

    private static async Task KeysAsync(StoreUnderTest store)
    {
        var id = (await store.AddUserAsync("ann")).ConnectionUserId;
        await store.Rooms.AppendAsync("r", [new NewAlert("x"), new NewAlert("once", id, "k")], default);

        Promise.Sequence([(2L, true), (3L, false)], (await store.Rooms.AppendAsync("r", [new NewAlert("again", id, "k"), new NewAlert("y", id, "l")], default)).Places(), "the first offset, and the rest goes on without a hole");
        Promise.Sequence(["x", "once", "y"], (await store.Rooms.ReadForwardAsync("r", 0, 10, default)).Select(static alert => alert.Content), "the first text stays");
        var kept = (await store.Rooms.ReadForwardAsync("r", 1, 1, default))[0];
        Promise.Equal(("k", id), (kept.Key, kept.SenderId), "key and sender come back");
    }

    private static async Task KeysInBatchAsync(StoreUnderTest store)
    {
        var id = (await store.AddUserAsync("ann")).ConnectionUserId;

        var appended = await store.Rooms.AppendAsync("r", [new NewAlert("a", id, "k"), new NewAlert("b", id, "k"), new NewAlert("c", id, "l")], default);

        Promise.Sequence([(1L, false), (1L, true), (2L, false)], appended.Places(), "the second is the first");
        Promise.Equal(2, (await store.Rooms.ReadForwardAsync("r", 0, 10, default)).Count, "two are kept");
    }

    private static async Task KeysElsewhereAsync(StoreUnderTest store)
    {
        var (ann, ben) = ((await store.AddUserAsync("ann")).ConnectionUserId, (await store.AddUserAsync("ben")).ConnectionUserId);
        await store.Rooms.AppendAsync("r", [new NewAlert("a", ann, "k")], default);

        Promise.Sequence(New(2, 3), (await store.Rooms.AppendAsync("r", [new NewAlert("b", ben, "k"), new NewAlert("c", ann, "K")], default)).Places(), "another sender, another key");
        Promise.Sequence(New(1), (await store.Rooms.AppendAsync("s", [new NewAlert("a", ann, "k")], default)).Places(), "another room");
    }

    private static async Task NoKeysAsync(StoreUnderTest store)
    {
        var id = (await store.AddUserAsync("ann")).ConnectionUserId;

        Promise.Sequence(New(1, 2, 3, 4), (await store.Rooms.AppendAsync("r", [new NewAlert("a", null, "k"), new NewAlert("a", null, "k"), new NewAlert("a", id), new NewAlert("a", id)], default)).Places(), "all of them are new");
    }

    private static async Task ConcurrentKeysAsync(StoreUnderTest store)
    {
        var id = (await store.AddUserAsync("ann")).ConnectionUserId;

        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () => (await store.Rooms.AppendAsync("r", [new NewAlert("once", id, "k")], default))[0])));

        Promise.Equal(1, all.Count(static appended => !appended.IsDuplicate), "one of them is new");
        Promise.Holds(all.All(static appended => appended.Offset == 1), "all get its offset", all);
        Promise.Equal(1L, (await store.Rooms.FindRoomAsync("r", default))!.LastOffset, "it is the only one");
    }

    private static async Task UnknownSendersAsync(StoreUnderTest store)
    {
        await store.Rooms.AppendAsync("r", [new NewAlert("hello", "auth0|77"), new NewAlert("again", "auth0|77")], default);

        var (user, isNew) = await store.Users.GetOrAddExternalAsync("auth0|77", "someone else's name", default);
        var alerts = await store.Rooms.ReadForwardAsync("r", 0, 10, default);
        Promise.Equal(false, isNew, "it is there already");
        Promise.Sequence([user.Id, user.Id], alerts.Select(static alert => alert.SenderNumber ?? 0), "the sender is that user");
        Promise.Holds(alerts.All(static alert => string.Equals(alert.SenderId, "auth0|77", StringComparison.Ordinal)), "the sender's id comes back", alerts[0]);
    }

    private static async Task NobodyAsync(StoreUnderTest store)
    {
        Promise.Sequence(New(1), (await store.Rooms.AppendAsync("r", [new NewAlert("hello", "user:999999")], default)).Places(), "it is stored");
        Promise.Equal(null, (await store.Rooms.ReadForwardAsync("r", 0, 10, default))[0].SenderId, "nobody sent it");
    }

    private static async Task TextsAsync(StoreUnderTest store)
    {
        string[] texts = ["", " ", "a'b\"c;-- DROP TABLE", "line\r\nline\ttab", "👩‍👩‍👧 ﬀ Ω é e\u0301", "nul \0 and \u001a and \u001a0", "{\"a\":1}", new string('ü', 64 * 1024)];
        await store.Rooms.AppendAsync("r", Texts(texts), default);

        Promise.Sequence(texts, (await store.Rooms.ReadForwardAsync("r", 0, 100, default)).Select(static alert => alert.Content), "texts come back unchanged");
    }

    private static async Task TimeAndKindAsync(StoreUnderTest store)
    {
        var ann = await store.AddUserAsync("ann");
        var appended = await store.Rooms.AppendAsync("r", [new NewAlert("{\"a\":1}", ann.ConnectionUserId, null, IsJson: true), new NewAlert("{\"a\":1}")], default);
        var read = await store.Rooms.ReadForwardAsync("r", 0, 10, default);

        Promise.Sequence(appended.Select(static one => one.CreatedAt), read.Select(static alert => alert.CreatedAt), "live members and those who read later see one time");
        Promise.Sequence([("ann", true), (null, false)], read.Select(static alert => (alert.SenderName, alert.IsJson)), "the name, and the kind");
    }

    private static Task EmptyAsync(StoreUnderTest store) =>
        Promise.ThrowsAsync<ArgumentException>(async () => await store.Rooms.AppendAsync("r", [], default), "a batch has at least one alert");

    private static async Task LongKeysAsync(StoreUnderTest store)
    {
        var id = (await store.AddUserAsync("ann")).ConnectionUserId;

        await Promise.ThrowsAsync<ArgumentException>(async () => await store.Rooms.AppendAsync("r", [new NewAlert("a"), new NewAlert("b", id, new string('k', 65))], default), "65 are too many");
        Promise.Sequence(New(1), (await store.Rooms.AppendAsync("r", [new NewAlert("c", id, new string('k', 64))], default)).Places(), "64 are not, and of the other batch nothing is there");
    }

    private static async Task UnfitTextsAsync(StoreUnderTest store)
    {
        var id = (await store.AddUserAsync("ann")).ConnectionUserId;

        await Promise.ThrowsAsync<ArgumentException>(async () => await store.Rooms.AppendAsync("r", [new NewAlert("a"), new NewAlert("half \uD83D of a pair")], default), "that is no Unicode");
        await Promise.ThrowsAsync<ArgumentException>(async () => await store.Rooms.AppendAsync("r", [new NewAlert("a", id, "k\0")], default), "a key has no U+0000");
        Promise.Sequence(New(1), (await store.Rooms.AppendAsync("r", Texts("c"), default)).Places(), "of neither batch anything is there");
    }

    private static async Task LastOffsetAsync(StoreUnderTest store)
    {
        await store.Rooms.AppendAsync("r", Texts("a", "b"), default);
        var before = await store.Rooms.FindRoomAsync("r", default);
        await store.Rooms.AppendAsync("r", Texts("c"), default);
        var after = await store.Rooms.FindRoomAsync("r", default);

        Promise.Equal((2L, 3L), (before!.LastOffset, after!.LastOffset), "the last offset is that of the last alert");
        Promise.Equal(before.Epoch, after.Epoch, "the epoch stays");
        Promise.Equal(null, after.CreatorId, "a room that came into being with a message has no creator");
    }

    private static NewAlert[] Texts(params string[] texts) => [.. texts.Select(static text => new NewAlert(text))];

    private static IEnumerable<(long Offset, bool IsDuplicate)> New(params long[] offsets) => offsets.Select(static offset => (offset, false));
}
