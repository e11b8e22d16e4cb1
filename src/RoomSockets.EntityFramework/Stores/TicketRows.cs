using Microsoft.EntityFrameworkCore;

namespace RoomSockets.EntityFramework;

/// <summary>One-time tickets in the database. The row of a ticket is the right to use it: one DELETE finds it, whoever asks at once.</summary>
internal sealed class TicketRows(Contexts contexts, Attempts attempts)
{
    private const int RemovedAtOnce = 1000;

    public async ValueTask AddAsync(byte[] hash, StoredTicket ticket, int keep, CancellationToken cancellationToken)
    {
        var (now, end, content) = (StoreClock.ToColumn(ticket.CreatedAt), StoreClock.ToColumn(ticket.ExpiresAt), ticket.Content.ToArray());
        await attempts.RunAsync("add a ticket", async cancellation =>
        {
            await using var lease = await contexts.WriteAsync(cancellation);
            var tickets = lease.Set<Ticket>();
            // A try before this one, whose answer was lost, may have added it.
            if (!await tickets.AnyAsync(row => row.Hash == hash, cancellation))
            {
                if (!await lease.Set<User>().AnyAsync(user => user.Id == ticket.UserId, cancellation)) throw new KeyNotFoundException($"There is no user {ticket.UserId}.");
                tickets.Add(new Ticket { UserId = ticket.UserId, Hash = hash, Content = content, CreatedAt = now, ExpiresAt = end });
                await lease.Context.SaveChangesAsync(cancellation);
            }

            var own = tickets.Where(row => row.UserId == ticket.UserId);
            var old = await own.OrderByDescending(row => row.Id).Skip(keep).Select(row => row.Id).ToListAsync(cancellation);
            return await own.Where(row => row.ExpiresAt < now || old.Contains(row.Id)).ExecuteDeleteAsync(cancellation);
        }, cancellationToken);
    }

    /// <summary>An answer that was lost may have cost the ticket: then nobody gets in with it, which is the safe side.</summary>
    public async ValueTask<(StoredTicket Ticket, StoredUser User)?> TakeAsync(byte[] hash, CancellationToken cancellationToken) =>
        await attempts.RunAsync("take a ticket", async cancellation =>
        {
            await using var lease = await contexts.WriteAsync(cancellation);
            var tickets = lease.Set<Ticket>();
            if (await tickets.AsNoTracking().Include(row => row.User).SingleOrDefaultAsync(row => row.Hash == hash, cancellation) is not { } found) return null;
            if (await tickets.Where(row => row.Id == found.Id).ExecuteDeleteAsync(cancellation) != 1) return null;
            var ticket = new StoredTicket(found.UserId, found.Content, StoreClock.FromColumn(found.CreatedAt), StoreClock.FromColumn(found.ExpiresAt));
            return ((StoredTicket, StoredUser)?)(ticket, EntityUserStore.ToStored(found.User!));
        }, cancellationToken);

    public static async ValueTask<int> RemoveExpiredAsync(Contexts.Lease lease, DateTime before, CancellationToken cancellationToken)
    {
        var tickets = lease.Set<Ticket>();
        var ids = await tickets.Where(row => row.ExpiresAt < before).OrderBy(row => row.ExpiresAt).Select(row => row.Id).Take(RemovedAtOnce).ToListAsync(cancellationToken);
        return ids.Count == 0 ? 0 : await tickets.Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(cancellationToken);
    }
}
