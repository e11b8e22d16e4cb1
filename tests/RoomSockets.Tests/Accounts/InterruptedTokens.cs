namespace RoomSockets.Tests;

/// <summary>A store of tokens where something happens at each call; whoever was cancelled by then is let down.</summary>
internal sealed class InterruptedTokens(ITokenStore store) : ITokenStore
{
    public Action OnCall { get; set; } = static () => { };

    public ValueTask<StoredToken> AddAsync(long userId, ReadOnlyMemory<byte> hash, DateTimeOffset? expiresAt, CancellationToken cancellationToken) =>
        CallAsync(() => store.AddAsync(userId, hash, expiresAt, cancellationToken), cancellationToken);

    public ValueTask<(StoredToken Token, StoredUser User)?> FindAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken) =>
        CallAsync(() => store.FindAsync(hash, cancellationToken), cancellationToken);

    public ValueTask<IReadOnlyList<StoredToken>> GetAsync(long userId, CancellationToken cancellationToken) =>
        CallAsync(() => store.GetAsync(userId, cancellationToken), cancellationToken);

    public ValueTask<bool> RenewAsync(long id, DateTimeOffset? expiresAt, CancellationToken cancellationToken) =>
        CallAsync(() => store.RenewAsync(id, expiresAt, cancellationToken), cancellationToken);

    public ValueTask<bool> RemoveAsync(long id, CancellationToken cancellationToken) =>
        CallAsync(() => store.RemoveAsync(id, cancellationToken), cancellationToken);

    public ValueTask<int> RemoveExpiredAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        CallAsync(() => store.RemoveExpiredAsync(before, cancellationToken), cancellationToken);

    public async ValueTask AddTicketAsync(ReadOnlyMemory<byte> hash, StoredTicket ticket, int keep, CancellationToken cancellationToken) =>
        await CallAsync(
            async () =>
            {
                await store.AddTicketAsync(hash, ticket, keep, cancellationToken);
                return true;
            },
            cancellationToken);

    public ValueTask<(StoredTicket Ticket, StoredUser User)?> TakeTicketAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken) =>
        CallAsync(() => store.TakeTicketAsync(hash, cancellationToken), cancellationToken);

    private async ValueTask<T> CallAsync<T>(Func<ValueTask<T>> call, CancellationToken cancellationToken)
    {
        OnCall();
        cancellationToken.ThrowIfCancellationRequested();
        return await call();
    }
}
