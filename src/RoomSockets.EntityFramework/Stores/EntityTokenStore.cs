using Microsoft.EntityFrameworkCore;

namespace RoomSockets.EntityFramework;

/// <summary>Tokens in the database.</summary>
internal sealed class EntityTokenStore(Contexts contexts, Attempts attempts, TimeProvider time) : ITokenStore
{
    private const int HashLength = 32;
    private const int RemovedAtOnce = 1000;

    private readonly TicketRows _tickets = new(contexts, attempts);

    public async ValueTask<StoredToken> AddAsync(long userId, ReadOnlyMemory<byte> hash, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        if (hash.Length != HashLength) throw new ArgumentException("A SHA-256 has 32 bytes.", nameof(hash));
        var bytes = hash.ToArray();
        return await attempts.RunAsync("add a token", async cancellation =>
        {
            await using var lease = await contexts.WriteAsync(cancellation);
            if (await lease.Set<Token>().AsNoTracking().SingleOrDefaultAsync(token => token.Hash == bytes, cancellation) is { } there)
                return there.UserId == userId ? ToStored(there) : throw new ArgumentException("Another user has a token of that hash.", nameof(hash));
            var now = time.Now();
            var token = new Token { UserId = userId, Hash = bytes, CreatedAt = now, LastUsedAt = now, ExpiresAt = ToColumn(expiresAt) };
            if (!await lease.Set<User>().AnyAsync(user => user.Id == userId, cancellation)) throw new KeyNotFoundException($"There is no user {userId}.");
            lease.Set<Token>().Add(token);
            await lease.Context.SaveChangesAsync(cancellation);
            return ToStored(token);
        }, cancellationToken);
    }

    public async ValueTask<(StoredToken Token, StoredUser User)?> FindAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken)
    {
        var bytes = hash.ToArray();
        return await attempts.RunAsync("find a token", async cancellation =>
        {
            await using var lease = await contexts.ReadAsync(cancellation);
            return await lease.Set<Token>().AsNoTracking().Include(token => token.User).SingleOrDefaultAsync(token => token.Hash == bytes, cancellation) is { } found
                ? (ToStored(found), EntityUserStore.ToStored(found.User!))
                : ((StoredToken, StoredUser)?)null;
        }, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<StoredToken>> GetAsync(long userId, CancellationToken cancellationToken) =>
        await attempts.RunAsync("read tokens", async cancellation =>
        {
            await using var lease = await contexts.ReadAsync(cancellation);
            var tokens = await lease.Set<Token>().AsNoTracking().Where(token => token.UserId == userId).OrderBy(token => token.Id).ToListAsync(cancellation);
            return (IReadOnlyList<StoredToken>)[.. tokens.Select(ToStored)];
        }, cancellationToken);

    public async ValueTask<bool> RenewAsync(long id, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        var (end, now) = (ToColumn(expiresAt), time.Now());
        return await attempts.RunAsync("renew a token", async cancellation =>
        {
            await using var lease = await contexts.WriteAsync(cancellation);
            return await lease.Set<Token>().Where(token => token.Id == id)
                .ExecuteUpdateAsync(token => token.SetProperty(row => row.ExpiresAt, end).SetProperty(row => row.LastUsedAt, now), cancellation) == 1;
        }, cancellationToken);
    }

    public async ValueTask<bool> RemoveAsync(long id, CancellationToken cancellationToken) =>
        await attempts.RunAsync("remove a token", async cancellation =>
        {
            await using var lease = await contexts.WriteAsync(cancellation);
            return await lease.Set<Token>().Where(token => token.Id == id).ExecuteDeleteAsync(cancellation) == 1;
        }, cancellationToken);

    public async ValueTask<int> RemoveExpiredAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var end = StoreClock.ToColumn(before);
        return await attempts.RunAsync("remove expired tokens", async cancellation =>
        {
            await using var lease = await contexts.WriteAsync(cancellation);
            var tokens = lease.Set<Token>();
            // By their numbers, for not every database takes a limit in a DELETE.
            var ids = await tokens.Where(token => token.ExpiresAt < end).OrderBy(token => token.ExpiresAt).Select(token => token.Id).Take(RemovedAtOnce).ToListAsync(cancellation);
            var removed = ids.Count == 0 ? 0 : await tokens.Where(token => ids.Contains(token.Id)).ExecuteDeleteAsync(cancellation);
            return removed + await TicketRows.RemoveExpiredAsync(lease, end, cancellation);
        }, cancellationToken);
    }

    public async ValueTask AddTicketAsync(ReadOnlyMemory<byte> hash, StoredTicket ticket, int keep, CancellationToken cancellationToken)
    {
        if (hash.Length != HashLength) throw new ArgumentException("A SHA-256 has 32 bytes.", nameof(hash));
        ArgumentNullException.ThrowIfNull(ticket);
        await _tickets.AddAsync(hash.ToArray(), ticket, keep, cancellationToken);
    }

    public async ValueTask<(StoredTicket Ticket, StoredUser User)?> TakeTicketAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken) =>
        await _tickets.TakeAsync(hash.ToArray(), cancellationToken);

    private static DateTime? ToColumn(DateTimeOffset? moment) => moment is { } end ? StoreClock.ToColumn(end) : null;

    private static StoredToken ToStored(Token token) => new(token.Id, token.UserId, StoreClock.FromColumn(token.CreatedAt), StoreClock.FromColumn(token.ExpiresAt), StoreClock.FromColumn(token.LastUsedAt));
}
