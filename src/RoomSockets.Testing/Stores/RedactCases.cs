namespace RoomSockets.Testing;

/// <summary>Changing and deleting what was said.</summary>
internal static class RedactCases
{
    public static SpecificationCase[] All { get; } =
    [
        new("Redact: a changed alert keeps its number, place, sender, key and time", ChangeAsync),
        new("Redact: a deleted alert keeps its place and has no text", DeleteAsync),
        new("Redact: what was deleted cannot be changed, and can be deleted again", DeletedAsync),
        new("Redact: what is not there is not changed", MissingAsync),
        new("Redact: the key of a deleted alert is still known", KeyAsync),
        new("Redact: text that is no Unicode is an error", TextAsync),
    ];

    private static async Task ChangeAsync(StoreUnderTest store)
    {
        var user = await store.AddUserAsync("Ann");
        await store.Rooms.AppendAsync("r", [new NewAlert("one"), new NewAlert("two", user.ConnectionUserId, "k"), new NewAlert("three")], default);
        var before = (await ReadAsync(store))[1];

        var changed = await store.Rooms.RedactAsync("r", 2, """{"a":"\u0000"}""", isJson: true, default);

        var after = before with { Content = """{"a":"\u0000"}""", IsJson = true };
        Promise.Equal(after, changed, "the alert as it is now");
        Promise.Sequence(["one", after.Content, "three"], (await ReadAsync(store)).Select(static alert => alert.Content), "the others are as they were");
        Promise.Equal(after, (await ReadAsync(store))[1], "and so it is read");
        Promise.Equal("x\0y", (await store.Rooms.RedactAsync("r", 2, "x\0y", isJson: false, default))?.Content, "any text that may be said");
        Promise.Equal(false, (await ReadAsync(store))[1].IsJson, "text again");
    }

    private static async Task DeleteAsync(StoreUnderTest store)
    {
        await store.Rooms.AppendAsync("r", [new NewAlert("one"), new NewAlert("\"two\"", IsJson: true), new NewAlert("three")], default);

        var deleted = await store.Rooms.RedactAsync("r", 2, content: null, isJson: false, default);

        Promise.Holds(deleted is { Offset: 2, IsDeleted: true, IsJson: false, Content: "" }, "it has no text any more", deleted);
        Promise.Sequence([(1L, "one", false), (2, "", true), (3, "three", false)], (await ReadAsync(store)).Select(static alert => (alert.Offset, alert.Content, alert.IsDeleted)), "its place is kept, forward");
        Promise.Sequence([2L, 3], (await store.Rooms.ReadBackwardAsync("r", long.MaxValue, 2, default)).Select(static alert => alert.Offset), "and backward");
        Promise.Sequence([false, true, false], (await store.Rooms.ReadAlertsAsync(new AlertQuery(), default)).Select(static alert => alert.IsDeleted), "and by number");
        Promise.Equal(4L, (await store.Rooms.AppendAsync("r", [new NewAlert("four")], default))[0].Offset, "offsets go on");
    }

    private static async Task DeletedAsync(StoreUnderTest store)
    {
        await store.Rooms.AppendAsync("r", [new NewAlert("one")], default);
        var deleted = await store.Rooms.RedactAsync("r", 1, content: null, isJson: false, default);

        Promise.Equal(null, await store.Rooms.RedactAsync("r", 1, "back again", isJson: false, default), "it is not changed");
        Promise.Equal(deleted, await store.Rooms.RedactAsync("r", 1, content: null, isJson: false, default), "deleting is repeated in peace");
        Promise.Equal(string.Empty, (await ReadAsync(store))[0].Content, "and nothing came back");
    }

    private static async Task MissingAsync(StoreUnderTest store)
    {
        await store.Rooms.AppendAsync("r", [new NewAlert("one")], default);

        foreach (var offset in new[] { long.MinValue, -1, 0, 2, long.MaxValue })
            Promise.Equal(null, await store.Rooms.RedactAsync("r", offset, content: null, isJson: false, default), $"there is no offset {offset}");
        Promise.Equal(null, await store.Rooms.RedactAsync("nowhere", 1, content: null, isJson: false, default), "there is no such room");
        Promise.Equal(null, await store.Rooms.FindRoomAsync("nowhere", default), "and none comes into being");
    }

    private static async Task KeyAsync(StoreUnderTest store)
    {
        var user = await store.AddUserAsync("Ann");
        await store.Rooms.AppendAsync("r", [new NewAlert("one", user.ConnectionUserId, "k")], default);
        await store.Rooms.RedactAsync("r", 1, content: null, isJson: false, default);

        var again = (await store.Rooms.AppendAsync("r", [new NewAlert("one", user.ConnectionUserId, "k")], default))[0];

        Promise.Holds(again is { Offset: 1, IsDuplicate: true }, "repeating it does not bring it back", again);
    }

    private static async Task TextAsync(StoreUnderTest store)
    {
        await store.Rooms.AppendAsync("r", [new NewAlert("one")], default);

        await Promise.ThrowsAsync<ArgumentException>(async () => await store.Rooms.RedactAsync("r", 1, "\ud800", isJson: false, default), "half of a surrogate pair");
    }

    private static async Task<IReadOnlyList<StoredAlert>> ReadAsync(StoreUnderTest store) => await store.Rooms.ReadForwardAsync("r", 0, 100, default);
}
