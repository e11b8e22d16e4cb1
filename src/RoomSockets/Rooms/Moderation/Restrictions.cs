using System.Net;

namespace RoomSockets;

/// <summary>
/// Owns what is in force on this node, in memory: nobody asks the store when somebody joins or speaks. Until it is known, nobody
/// gets in: a ban that cannot be read is no reason to let its subject in.
/// </summary>
internal sealed class Restrictions(ModerationOptions options, TimeProvider time)
{
    private readonly HashSet<string> _moderators = new(options.Moderators, StringComparer.Ordinal);
    private readonly SpeakingTurns _turns = new(time);
    private RestrictionTable? _table;
    private bool _isKnown;

    /// <summary>For where nobody moderates.</summary>
    public static Restrictions None { get; } = CreateNone(TimeProvider.System);

    /// <summary>Whether nothing is in force, so that nobody need be looked for.</summary>
    public bool IsEmpty => Volatile.Read(ref _table) is null && Volatile.Read(ref _isKnown);

    public bool IsKnown => Volatile.Read(ref _isKnown);

    public RestrictionTable Table => Volatile.Read(ref _table) ?? RestrictionTable.Nothing;

    /// <summary>From here on this holds; whoever comes in after it sees it, who came before is the caller's to look for.</summary>
    public void Set(RestrictionTable table)
    {
        Volatile.Write(ref _table, table.IsEmpty ? null : table);
        Volatile.Write(ref _isKnown, true);
        Interlocked.MemoryBarrier();
    }

    public bool IsModerator(string? userId) => userId is not null && _moderators.Contains(userId);

    /// <summary>The ban that keeps somebody out; null for none.</summary>
    /// <param name="userId">The user; null for nobody.</param>
    /// <param name="address">Where from; null where it is not known.</param>
    /// <param name="room">The room; null for everywhere alone.</param>
    /// <exception cref="StoreUnavailableException">Nobody knows yet.</exception>
    public StoredBan? FindBan(string? userId, IPAddress? address, string? room)
    {
        if (IsEmpty) return null;
        var table = Known();
        if (table.Bans.IsEmpty) return null;
        // Whoever moderates one room is not above those who moderate all of them.
        if (IsModerator(userId)) room = null;
        var ban = userId is { Length: > 0 and <= BanSubject.MaxUserIdLength } ? FindBan(table, BanSubject.OfUser(userId), room) : null;
        return ban ?? (table.HasAddresses && address is not null ? FindBan(table, BanSubject.OfAddress(address), room) : null);
    }

    public StoredBan? FindBan(Connection connection, string? room) => IsEmpty ? null : FindBan(connection.UserId, connection.Request.RemoteAddress, room);

    /// <summary>The bans of one place, by ascending number.</summary>
    /// <param name="room">The room; null for those that hold everywhere.</param>
    /// <param name="afterId">Only with a greater number.</param>
    /// <param name="limit">At most this many.</param>
    /// <exception cref="StoreUnavailableException">Nobody knows yet.</exception>
    public IReadOnlyList<StoredBan> GetBans(string? room, long afterId, int limit) =>
        [.. Known().Bans.Values.Where(ban => ban.Id > afterId && string.Equals(ban.Room, room, StringComparison.Ordinal) && IsInForce(ban.Until)).OrderBy(static ban => ban.Id).Take(limit)];

    /// <summary>The mutes of one place, likewise.</summary>
    public IReadOnlyList<StoredMute> GetMutes(string? room, long afterId, int limit) =>
        [.. Known().Mutes.Values.Where(mute => mute.Id > afterId && string.Equals(mute.Room, room, StringComparison.Ordinal) && IsInForce(mute.Until)).OrderBy(static mute => mute.Id).Take(limit)];

    /// <summary>Whether somebody may come into a room, or come at all.</summary>
    /// <returns>Null where it may.</returns>
    /// <exception cref="StoreUnavailableException">Nobody knows yet.</exception>
    public FrameError? RefuseEntry(Connection connection, string? room) =>
        FindBan(connection, room) is { } ban ? new FrameError(ErrorCode.Banned, "You are banned here.", Until: ban.Until) : null;

    /// <summary>Whether somebody may say something that passes: a signal, or with no room a direct message.</summary>
    /// <returns>Null where it may.</returns>
    public FrameError? RefuseSpeech(Connection connection, string? room)
    {
        if (IsEmpty || connection.UserId is not { } user) return null;
        var mutes = Table.Mutes;
        if (mutes.IsEmpty || (FindMute(mutes.GetValueOrDefault((user, null))) ?? (room is null || IsModerator(user) ? null : FindMute(mutes.GetValueOrDefault((user, room))))) is not { } mute) return null;
        return new FrameError(ErrorCode.Muted, "You may not speak here.", IsTemporary: mute.Until is not null, RetryAfter: mute.Until - time.GetUtcNow(), Until: mute.Until);
    }

    /// <summary>Whether somebody may publish; where slow mode is on, this takes the turn.</summary>
    /// <returns>Null where it may.</returns>
    public FrameError? RefusePublishing(Connection connection, string room)
    {
        if (IsEmpty) return null;
        if (RefuseSpeech(connection, room) is { } muted) return muted;
        if (!Table.SlowModes.TryGetValue(room, out var slow) || IsModerator(connection.UserId)) return null;
        var wait = _turns.TryTake(room, SpeakerOf(connection), TimeSpan.FromSeconds(slow.Seconds));
        return wait == TimeSpan.Zero ? null : new FrameError(ErrorCode.SlowMode, "Slow mode is on in this room.", IsTemporary: true, RetryAfter: wait);
    }

    /// <summary>Those without a user share the turn of their address: a new connection is no new turn.</summary>
    private static string SpeakerOf(Connection connection) =>
        connection.UserId ?? (connection.Request.RemoteAddress is { } address ? $"@{ClientNetwork.Of(address)}" : connection.Id);

    private RestrictionTable Known() => IsKnown ? Table : throw new StoreUnavailableException("The store has not told yet who is banned, so nobody is let in.");

    private static Restrictions CreateNone(TimeProvider time)
    {
        var none = new Restrictions(new ModerationOptions(), time);
        none.Set(RestrictionTable.Nothing);
        return none;
    }

    private StoredBan? FindBan(RestrictionTable table, BanSubject subject, string? room)
    {
        if (table.Bans.TryGetValue((subject, null), out var everywhere) && IsInForce(everywhere.Until)) return everywhere;
        return room is not null && table.Bans.TryGetValue((subject, room), out var here) && IsInForce(here.Until) ? here : null;
    }

    private StoredMute? FindMute(StoredMute? mute) => mute is not null && IsInForce(mute.Until) ? mute : null;

    private bool IsInForce(DateTimeOffset? until) => until is null || until > time.GetUtcNow();
}
