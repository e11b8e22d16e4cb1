namespace RoomSockets;

/// <summary>Does what moderators want: in the store first, then here, then it is recorded. Nobody's rights are asked.</summary>
internal sealed class Moderation(IModerationStore store, Restrictions restrictions, Expulsion expulsion, Redactions redactions, ModerationOptions options, TimeProvider time) : IDisposable
{
    // A database that neither answers nor refuses, or a handler that waits, must not stop what moderators want for minutes.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // A change and a look at the store do not cross: what was just changed must not be undone by what was read before.
    private readonly SemaphoreSlim _turn = new(1, 1);

    public IModerationStore Store => store;

    public void Dispose() => _turn.Dispose();

    /// <summary>Takes over what is in force from the store, and puts out those whom another node has banned.</summary>
    /// <returns>Whether there is more in force than is kept here.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot answer; what was known goes on to hold.</exception>
    public async ValueTask<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        var (added, isMore) = await ReadAsync(cancellationToken);
        try
        {
            // All are out at once; only their handlers are waited for.
            await Task.WhenAll([.. added.Select(ban => expulsion.BanAsync(ban).AsTask())]).WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // They go on by themselves.
        }

        return isMore;
    }

    private async ValueTask<(List<StoredBan> Added, bool IsMore)> ReadAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        await _turn.WaitAsync(either.Token);
        try
        {
            // A store that does not look at its token must not hold up the host.
            var stored = await store.GetInForceAsync(options.MaxRestrictions, either.Token).AsTask().WaitAsync(either.Token);
            var before = restrictions.Table.Bans;
            restrictions.Set(RestrictionTable.Of(stored));
            var isMore = Math.Max(stored.Bans.Count, Math.Max(stored.Mutes.Count, stored.SlowModes.Count)) == options.MaxRestrictions;
            return ([.. stored.Bans.Where(ban => before.GetValueOrDefault((ban.Subject, ban.Room))?.Id != ban.Id)], isMore);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask<int> KickAsync(string room, string userId, string? reason, string? actor, CancellationToken cancellationToken)
    {
        CheckReason(reason);
        cancellationToken.ThrowIfCancellationRequested();
        var count = await expulsion.KickAsync(room, userId);
        // It is done: whether it is recorded is not up to who did it.
        await store.RecordAsync(new NewAuditRecord(actor, AuditAction.Kick, userId, room, reason), CancellationToken.None);
        return count;
    }

    public async ValueTask<int> BanAsync(NewBan ban, CancellationToken cancellationToken)
    {
        CheckReason(ban.Reason);
        var stored = await ChangeAsync(
            async () =>
            {
                RestrictionBounds.Check(options, restrictions.Table.Bans, (ban.Subject, ban.Room), static key => key.Room, "bans");
                return await store.BanAsync(ban, cancellationToken);
            },
            static (table, stored) => table.With(stored),
            cancellationToken);
        return await expulsion.BanAsync(stored);
    }

    public ValueTask<bool> UnbanAsync(BanSubject subject, string? room, string? actor, CancellationToken cancellationToken) =>
        ChangeAsync(() => store.UnbanAsync(subject, room, actor, cancellationToken), (table, _) => table with { Bans = table.Bans.Remove((subject, room)) }, cancellationToken);

    public async ValueTask MuteAsync(NewMute mute, CancellationToken cancellationToken)
    {
        CheckReason(mute.Reason);
        await ChangeAsync(
            async () =>
            {
                RestrictionBounds.Check(options, restrictions.Table.Mutes, (mute.UserId, mute.Room), static key => key.Room, "mutes");
                return await store.MuteAsync(mute, cancellationToken);
            },
            static (table, stored) => table.With(stored),
            cancellationToken);
    }

    public ValueTask<bool> UnmuteAsync(string userId, string? room, string? actor, CancellationToken cancellationToken) =>
        ChangeAsync(() => store.UnmuteAsync(userId, room, actor, cancellationToken), (table, _) => table with { Mutes = table.Mutes.Remove((userId, room)) }, cancellationToken);

    public async ValueTask SetSlowModeAsync(string room, TimeSpan interval, string? actor, CancellationToken cancellationToken)
    {
        if (interval < TimeSpan.Zero || interval.TotalSeconds > StoredSlowMode.MaxSeconds || interval.Ticks % TimeSpan.TicksPerSecond != 0)
            throw new ArgumentOutOfRangeException(nameof(interval), interval, $"Slow mode is 0 to {StoredSlowMode.MaxSeconds} whole seconds.");
        var seconds = (int)interval.TotalSeconds;
        await ChangeAsync(
            async () =>
            {
                if (seconds > 0) RestrictionBounds.Check(options, restrictions.Table.SlowModes, room);
                await store.SetSlowModeAsync(room, seconds, actor, cancellationToken);
                return seconds;
            },
            (table, set) => table.WithSlowMode(room, set),
            cancellationToken);
    }

    /// <param name="room">The room, normalised.</param>
    /// <param name="offset">The message.</param>
    /// <param name="data">What it says now; null to delete it.</param>
    /// <param name="reason">For the record.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="cancellationToken">Looked at before it begins; what has begun is done to its end.</param>
    public async ValueTask<bool> RedactAsync(string room, long offset, MessageData? data, string? reason, string? actor, CancellationToken cancellationToken)
    {
        CheckReason(reason);
        if (!await redactions.RedactAsync(room, offset, data, cancellationToken)) return false;
        var subject = offset.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await store.RecordAsync(new NewAuditRecord(actor, data is null ? AuditAction.Delete : AuditAction.Redact, subject, room, reason), CancellationToken.None);
        return true;
    }

    private async ValueTask<T> ChangeAsync<T>(Func<ValueTask<T>> store, Func<RestrictionTable, T, RestrictionTable> change, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var done = await store();
            // What is not known yet does not become known by one change.
            if (restrictions.IsKnown) restrictions.Set(change(restrictions.Table, done));
            return done;
        }
        finally
        {
            _turn.Release();
        }
    }

    private static void CheckReason(string? reason)
    {
        if (reason is null) return;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(reason.Length, NewAuditRecord.MaxReasonLength, nameof(reason));
        StoredText.ThrowIfUnfit(reason, nameof(reason));
    }
}
