using System.Collections.Immutable;

namespace RoomSockets;

/// <summary>What is in force at one moment, by whom and where. Never changed; what has ended by the clock is passed over by who looks.</summary>
internal sealed record RestrictionTable(
    ImmutableDictionary<(BanSubject Subject, string? Room), StoredBan> Bans,
    ImmutableDictionary<(string UserId, string? Room), StoredMute> Mutes,
    ImmutableDictionary<string, StoredSlowMode> SlowModes,
    bool HasAddresses)
{
    public static RestrictionTable Nothing { get; } = new(
        ImmutableDictionary<(BanSubject, string?), StoredBan>.Empty,
        ImmutableDictionary<(string, string?), StoredMute>.Empty,
        ImmutableDictionary.Create<string, StoredSlowMode>(StringComparer.Ordinal),
        HasAddresses: false);

    public bool IsEmpty => Bans.IsEmpty && Mutes.IsEmpty && SlowModes.IsEmpty;

    public static RestrictionTable Of(StoredRestrictions stored) => new(
        ImmutableDictionary.CreateRange(Last(stored.Bans, static ban => (ban.Subject, ban.Room))),
        ImmutableDictionary.CreateRange(Last(stored.Mutes, static mute => (mute.UserId, mute.Room))),
        Nothing.SlowModes.AddRange(Last(stored.SlowModes, static slow => slow.Room)),
        stored.Bans.Any(static ban => ban.Subject.Address is not null));

    public RestrictionTable With(StoredBan ban) => this with { Bans = Bans.SetItem((ban.Subject, ban.Room), ban), HasAddresses = HasAddresses || ban.Subject.Address is not null };

    public RestrictionTable With(StoredMute mute) => this with { Mutes = Mutes.SetItem((mute.UserId, mute.Room), mute) };

    public RestrictionTable WithSlowMode(string room, int seconds) =>
        this with { SlowModes = seconds == 0 ? SlowModes.Remove(room) : SlowModes.SetItem(room, new StoredSlowMode(room, seconds)) };

    /// <summary>Two nodes at once may have left two of the same; the newer one counts.</summary>
    private static Dictionary<TKey, T> Last<TKey, T>(IReadOnlyList<T> all, Func<T, TKey> by)
        where TKey : notnull
    {
        var last = new Dictionary<TKey, T>(all.Count);
        foreach (var one in all) last[by(one)] = one;
        return last;
    }
}
