using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace RoomSockets.EntityFramework;

/// <summary>Bans, mutes, slow modes and audit records in the database; a change and its record in one transaction.</summary>
internal sealed class EntityModerationStore(Contexts contexts, Attempts attempts, TimeProvider time) : IModerationStore
{
    public async ValueTask<StoredRestrictions> GetInForceAsync(int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return await attempts.RunAsync("read what moderators did", async cancellation =>
        {
            var now = time.Now();
            await using var lease = await contexts.ReadAsync(cancellation);
            var bans = await lease.Set<Ban>().AsNoTracking().Where(ban => ban.Until == null || ban.Until > now).OrderByDescending(ban => ban.Id).Take(limit).ToListAsync(cancellation);
            var mutes = await lease.Set<Mute>().AsNoTracking().Where(mute => mute.Until == null || mute.Until > now).OrderByDescending(mute => mute.Id).Take(limit).ToListAsync(cancellation);
            var slowModes = await lease.Set<SlowMode>().AsNoTracking().OrderBy(slow => slow.Room).Take(limit).ToListAsync(cancellation);
            return new StoredRestrictions(
                [.. bans.AsEnumerable().Reverse().Select(ModerationRows.ToStored)],
                [.. mutes.AsEnumerable().Reverse().Select(ModerationRows.ToStored)],
                [.. slowModes.Select(static slow => new StoredSlowMode(slow.Room, slow.Seconds))]);
        }, cancellationToken);
    }

    public async ValueTask<StoredBan> BanAsync(NewBan ban, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ban);
        return await ChangeAsync("ban", async (context, now, cancellation) =>
        {
            await context.Set<Ban>().Where(row => row.Until <= now).ExecuteDeleteAsync(cancellation);
            await context.Set<Ban>().Where(Same(ban.Subject, ban.Room)).ExecuteDeleteAsync(cancellation);
            var row = ModerationRows.ToRow(ban, now);
            context.Add(row);
            context.Add(ModerationRows.ToRow(NewAuditRecord.Of(ban), now));
            await context.SaveChangesAsync(cancellation);
            return ModerationRows.ToStored(row);
        }, cancellationToken);
    }

    public async ValueTask<bool> UnbanAsync(BanSubject subject, string? room, string? actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return await ChangeAsync("end a ban", async (context, now, cancellation) =>
        {
            await context.Set<Ban>().Where(row => row.Until <= now).ExecuteDeleteAsync(cancellation);
            if (await context.Set<Ban>().Where(Same(subject, room)).ExecuteDeleteAsync(cancellation) == 0) return false;
            context.Add(ModerationRows.ToRow(new NewAuditRecord(actor, AuditAction.Unban, subject.ToString(), room, Detail: null), now));
            await context.SaveChangesAsync(cancellation);
            return true;
        }, cancellationToken);
    }

    public async ValueTask<StoredMute> MuteAsync(NewMute mute, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mute);
        return await ChangeAsync("mute", async (context, now, cancellation) =>
        {
            await context.Set<Mute>().Where(row => row.Until <= now).ExecuteDeleteAsync(cancellation);
            await context.Set<Mute>().Where(row => row.UserId == mute.UserId && row.Room == mute.Room).ExecuteDeleteAsync(cancellation);
            var row = ModerationRows.ToRow(mute, now);
            context.Add(row);
            context.Add(ModerationRows.ToRow(NewAuditRecord.Of(mute), now));
            await context.SaveChangesAsync(cancellation);
            return ModerationRows.ToStored(row);
        }, cancellationToken);
    }

    public async ValueTask<bool> UnmuteAsync(string userId, string? room, string? actor, CancellationToken cancellationToken) =>
        await ChangeAsync("end a mute", async (context, now, cancellation) =>
        {
            await context.Set<Mute>().Where(row => row.Until <= now).ExecuteDeleteAsync(cancellation);
            if (await context.Set<Mute>().Where(row => row.UserId == userId && row.Room == room).ExecuteDeleteAsync(cancellation) == 0) return false;
            context.Add(ModerationRows.ToRow(new NewAuditRecord(actor, AuditAction.Unmute, userId, room, Detail: null), now));
            await context.SaveChangesAsync(cancellation);
            return true;
        }, cancellationToken);

    public async ValueTask SetSlowModeAsync(string room, int seconds, string? actor, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(seconds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seconds, StoredSlowMode.MaxSeconds);
        await ChangeAsync("set slow mode", async (context, now, cancellation) =>
        {
            await context.Set<SlowMode>().Where(row => row.Room == room).ExecuteDeleteAsync(cancellation);
            if (seconds > 0) context.Add(new SlowMode { Room = room, Seconds = seconds });
            context.Add(ModerationRows.ToRow(NewAuditRecord.OfSlowMode(room, seconds, actor), now));
            return await context.SaveChangesAsync(cancellation);
        }, cancellationToken);
    }

    public async ValueTask RecordAsync(NewAuditRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        await ChangeAsync("record what a moderator did", async (context, now, cancellation) =>
        {
            context.Add(ModerationRows.ToRow(record, now));
            return await context.SaveChangesAsync(cancellation);
        }, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<StoredAuditRecord>> ReadAuditAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        AlertReader.CheckLimit(query.Limit);
        return await attempts.RunAsync("read audit records", async cancellation =>
        {
            await using var lease = await contexts.ReadAsync(cancellation);
            var records = lease.Set<AuditRecord>().AsNoTracking();
            if (query.Room is { } room) records = records.Where(record => record.Room == room);
            if (query.Before is { } before) records = records.Where(record => record.Id < before);
            var page = await records.OrderByDescending(record => record.Id).Take(query.Limit).ToListAsync(cancellation);
            return (IReadOnlyList<StoredAuditRecord>)[.. page.Select(ModerationRows.ToStored)];
        }, cancellationToken);
    }

    private async ValueTask<T> ChangeAsync<T>(string what, Func<DbContext, DateTime, CancellationToken, ValueTask<T>> change, CancellationToken cancellationToken) =>
        await attempts.RunAsync(what, async cancellation =>
        {
            await using var lease = await contexts.WriteAsync(cancellation);
            // A retrying strategy of the host's takes a transaction only as a whole, which it may begin anew.
            return await lease.Context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
            {
                lease.Context.ChangeTracker.Clear();
                await using var transaction = await lease.Context.Database.BeginTransactionAsync(cancellation);
                var done = await change(lease.Context, time.Now(), cancellation);
                await transaction.CommitAsync(CancellationToken.None);
                return done;
            });
        }, cancellationToken);

    private static Expression<Func<Ban, bool>> Same(BanSubject subject, string? room)
    {
        var (user, address) = (subject.UserId, subject.Address);
        return row => row.UserId == user && row.Address == address && row.Room == room;
    }
}
