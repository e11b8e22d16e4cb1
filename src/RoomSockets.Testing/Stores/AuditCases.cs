namespace RoomSockets.Testing;

/// <summary>The record of what moderators did.</summary>
internal static class AuditCases
{
    public static ModerationCase[] All { get; } =
    [
        new("Audit: each change leaves a record, with who, what, whom, where and why", ChangesAsync),
        new("Audit: what was not done leaves none", NothingDoneAsync),
        new("Audit: the newest first, in pages, of all or of one room", PagesAsync),
        new("Audit: a limit that is out of bounds is an error", LimitsAsync),
    ];

    private static async Task ChangesAsync(ModerationStoreUnderTest store, TestClock clock)
    {
        var (now, subject) = (clock.GetUtcNow(), BanSubject.OfUser("bob"));
        await store.Moderation.BanAsync(new NewBan(subject, "r", now.AddHours(1), "spam", "ann"), default);
        await store.Moderation.UnbanAsync(subject, "r", "ann", default);
        await store.Moderation.MuteAsync(new NewMute("bob", null, null, "loud", null), default);
        await store.Moderation.UnmuteAsync("bob", null, null, default);
        await store.Moderation.SetSlowModeAsync("r", 30, "ann", default);
        await store.Moderation.RecordAsync(new NewAuditRecord("ann", AuditAction.Delete, "57", "r", null), default);

        var records = await store.Moderation.ReadAuditAsync(new AuditQuery(), default);

        Promise.Sequence(
            [
                new("ann", AuditAction.Delete, "57", "r", null),
                new("ann", AuditAction.SlowMode, null, "r", "30 s"),
                new(null, AuditAction.Unmute, "bob", null, null),
                new(null, AuditAction.Mute, "bob", null, "loud"),
                new("ann", AuditAction.Unban, "bob", "r", null),
                new("ann", AuditAction.Ban, "bob", "r", "until 2026-01-01T01:00:00Z: spam"),
            ],
            records.Select(static record => new NewAuditRecord(record.Actor, record.Action, record.Subject, record.Room, record.Detail)),
            "one for each, the newest first");
        Promise.Holds(records.All(record => record.At == now), "with the time", records);
    }

    private static async Task NothingDoneAsync(ModerationStoreUnderTest store, TestClock clock)
    {
        await store.Moderation.UnbanAsync(BanSubject.OfUser("bob"), "r", "ann", default);
        await store.Moderation.UnmuteAsync("bob", "r", "ann", default);

        Promise.Equal(0, (await store.Moderation.ReadAuditAsync(new AuditQuery(), default)).Count, "no records");
    }

    private static async Task PagesAsync(ModerationStoreUnderTest store, TestClock clock)
    {
        for (var i = 0; i < 6; i++) await store.Moderation.RecordAsync(new NewAuditRecord(null, AuditAction.Kick, $"u{i}", i % 2 == 0 ? "even" : "odd", null), default);

        var first = await store.Moderation.ReadAuditAsync(new AuditQuery(Limit: 4), default);
        Promise.Sequence(["u5", "u4", "u3", "u2"], first.Select(static record => record.Subject), "the newest");
        Promise.Sequence(["u1", "u0"], await SubjectsAsync(store, new AuditQuery(Before: first[^1].Id, Limit: 4)), "those before");
        Promise.Sequence(["u4", "u2"], await SubjectsAsync(store, new AuditQuery("even", Limit: 2)), "of one room");
        Promise.Sequence(["u1"], await SubjectsAsync(store, new AuditQuery("odd", first[2].Id)), "of one room before");
        Promise.Sequence([], await SubjectsAsync(store, new AuditQuery("nowhere")), "of no room");
    }

    private static async Task LimitsAsync(ModerationStoreUnderTest store, TestClock clock)
    {
        foreach (var limit in new[] { 0, 1001 })
            await Promise.ThrowsAsync<ArgumentOutOfRangeException>(async () => await store.Moderation.ReadAuditAsync(new AuditQuery(Limit: limit), default), $"a limit of {limit}");
    }

    private static async Task<IEnumerable<string?>> SubjectsAsync(ModerationStoreUnderTest store, AuditQuery query) =>
        (await store.Moderation.ReadAuditAsync(query, default)).Select(static record => record.Subject);
}
