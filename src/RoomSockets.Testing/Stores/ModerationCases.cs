using System.Net;

namespace RoomSockets.Testing;

/// <summary>Bans, mutes and slow modes: what is in force.</summary>
internal static class ModerationCases
{
    private const int Plenty = 100;

    private static readonly BanSubject Ann = BanSubject.OfUser("user:1");
    private static readonly BanSubject Somewhere = BanSubject.OfAddress(IPAddress.Parse("2001:db8:1:2:3:4:5:6"));

    public static ModerationCase[] All { get; } =
    [
        new("Moderation: an empty store has nothing in force", NothingAsync),
        new("Moderation: a ban of a user or an address is in force until it ends", BanAsync),
        new("Moderation: a ban takes the place of an earlier one of the same there", ReplaceAsync),
        new("Moderation: a ban is ended where it is and nowhere else", UnbanAsync),
        new("Moderation: a mute is in force until it ends, or is ended", MuteAsync),
        new("Moderation: slow mode is set, changed and ended for each room", SlowModeAsync),
        new("Moderation: of more than the limit the newest are told", LimitAsync),
    ];

    private static async Task NothingAsync(ModerationStoreUnderTest store, TestClock clock)
    {
        var nothing = await store.Moderation.GetInForceAsync(Plenty, default);

        Promise.Equal((0, 0, 0), (nothing.Bans.Count, nothing.Mutes.Count, nothing.SlowModes.Count), "nothing");
        Promise.Equal(false, await store.Moderation.UnbanAsync(Ann, null, null, default), "there is no ban to end");
        Promise.Equal(false, await store.Moderation.UnmuteAsync("user:1", "r", null, default), "nor a mute");
    }

    private static async Task BanAsync(ModerationStoreUnderTest store, TestClock clock)
    {
        var now = clock.GetUtcNow();
        var forAWhile = await store.Moderation.BanAsync(new NewBan(Ann, "röom", now.AddMinutes(10), "spam", "user:9"), default);
        var forEver = await store.Moderation.BanAsync(new NewBan(Somewhere, Room: null, Until: null, Reason: null, Actor: null), default);

        Promise.Equal(new StoredBan(forAWhile.Id, Ann, "röom", now.AddMinutes(10), "spam", "user:9", now), forAWhile, "what was asked for");
        Promise.Equal("2001:db8:1:2::/64", forEver.Subject.Address, "an address of IPv6 is its network");
        Promise.Sequence([forAWhile, forEver], await BansAsync(store), "both are in force");
        clock.Advance(TimeSpan.FromMinutes(10));
        Promise.Sequence([forEver], await BansAsync(store), "one has ended");
        Promise.Equal(false, await store.Moderation.UnbanAsync(Ann, "röom", null, default), "and cannot be ended again");
    }

    private static async Task ReplaceAsync(ModerationStoreUnderTest store, TestClock clock)
    {
        await store.Moderation.BanAsync(new NewBan(Ann, "r", clock.GetUtcNow().AddMinutes(1), "first", null), default);
        var second = await store.Moderation.BanAsync(new NewBan(Ann, "r", null, "second", null), default);
        var other = await store.Moderation.BanAsync(new NewBan(Ann, null, null, "everywhere", null), default);

        Promise.Sequence([second, other], await BansAsync(store), "one for each place");
    }

    private static async Task UnbanAsync(ModerationStoreUnderTest store, TestClock clock)
    {
        foreach (var room in new[] { null, "r", "R" }) await store.Moderation.BanAsync(new NewBan(Ann, room, null, null, null), default);
        await store.Moderation.BanAsync(new NewBan(Somewhere, "r", null, null, null), default);

        Promise.Equal(true, await store.Moderation.UnbanAsync(Ann, "r", null, default), "there was one");
        Promise.Equal(false, await store.Moderation.UnbanAsync(Ann, "r", null, default), "there is none any more");
        Promise.Sequence([(Ann, null), (Ann, "R"), (Somewhere, "r")], (await BansAsync(store)).Select(static ban => (ban.Subject, ban.Room)), "the others go on");
        Promise.Equal(true, await store.Moderation.UnbanAsync(Ann, null, null, default), "everywhere is a place of its own");
        Promise.Sequence([(Ann, "R"), (Somewhere, "r")], (await BansAsync(store)).Select(static ban => (ban.Subject, ban.Room)), "and no other");
    }

    private static async Task MuteAsync(ModerationStoreUnderTest store, TestClock clock)
    {
        var now = clock.GetUtcNow();
        var inRoom = await store.Moderation.MuteAsync(new NewMute("ann", "r", now.AddSeconds(30), "loud", "user:9"), default);
        await store.Moderation.MuteAsync(new NewMute("ann", null, null, null, null), default);
        var again = await store.Moderation.MuteAsync(new NewMute("ann", null, now.AddHours(1), "still", null), default);

        Promise.Equal(new StoredMute(inRoom.Id, "ann", "r", now.AddSeconds(30), "loud", "user:9", now), inRoom, "what was asked for");
        Promise.Sequence([inRoom, again], await MutesAsync(store), "one for each place");
        clock.Advance(TimeSpan.FromSeconds(30));
        Promise.Sequence([again], await MutesAsync(store), "one has ended");
        Promise.Equal(true, await store.Moderation.UnmuteAsync("ann", null, null, default), "the other is ended");
        Promise.Sequence([], await MutesAsync(store), "and is gone");
    }

    private static async Task SlowModeAsync(ModerationStoreUnderTest store, TestClock clock)
    {
        await store.Moderation.SetSlowModeAsync("a", 10, null, default);
        await store.Moderation.SetSlowModeAsync("b", StoredSlowMode.MaxSeconds, null, default);
        await store.Moderation.SetSlowModeAsync("a", 20, null, default);
        Promise.Sequence([("a", 20), ("b", StoredSlowMode.MaxSeconds)], await SlowModesAsync(store), "the latest of each");

        await store.Moderation.SetSlowModeAsync("b", 0, null, default);

        Promise.Sequence([("a", 20)], await SlowModesAsync(store), "0 ends it");
        foreach (var seconds in new[] { -1, StoredSlowMode.MaxSeconds + 1 })
            await Promise.ThrowsAsync<ArgumentOutOfRangeException>(async () => await store.Moderation.SetSlowModeAsync("a", seconds, null, default), $"{seconds} s");
    }

    private static async Task LimitAsync(ModerationStoreUnderTest store, TestClock clock)
    {
        for (var i = 0; i < 5; i++)
        {
            await store.Moderation.BanAsync(new NewBan(BanSubject.OfUser($"b{i}"), null, null, null, null), default);
            await store.Moderation.MuteAsync(new NewMute($"m{i}", null, null, null, null), default);
        }

        var newest = await store.Moderation.GetInForceAsync(2, default);

        Promise.Sequence(["b3", "b4"], newest.Bans.Select(static ban => ban.Subject.UserId), "the newest bans");
        Promise.Sequence(["m3", "m4"], newest.Mutes.Select(static mute => mute.UserId), "the newest mutes");
    }

    private static async Task<IReadOnlyList<StoredBan>> BansAsync(ModerationStoreUnderTest store) => (await store.Moderation.GetInForceAsync(Plenty, default)).Bans;

    private static async Task<IReadOnlyList<StoredMute>> MutesAsync(ModerationStoreUnderTest store) => (await store.Moderation.GetInForceAsync(Plenty, default)).Mutes;

    private static async Task<IEnumerable<(string, int)>> SlowModesAsync(ModerationStoreUnderTest store) =>
        (await store.Moderation.GetInForceAsync(Plenty, default)).SlowModes.Select(static slow => (slow.Room, slow.Seconds)).Order();
}
