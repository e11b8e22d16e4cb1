using System.Globalization;
using System.Linq.Expressions;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace RoomSockets.EntityFramework;

/// <summary>Users in the database.</summary>
internal sealed class EntityUserStore(Contexts contexts, Attempts attempts, TimeProvider time) : IUserStore
{
    private const int CountedSuffixes = 9;

    public async ValueTask<StoredUser?> AddAsync(string name, string passwordHash, CancellationToken cancellationToken)
    {
        StoredUser.ThrowIfNotName(name);
        ArgumentNullException.ThrowIfNull(passwordHash);
        var normalized = StoredUser.NormalizeName(name);
        var isFirst = true;
        return await attempts.RunAsync("add a user", async cancellation =>
        {
            await using var lease = await contexts.WriteAsync(cancellation);
            // The hash has a salt: who has this one at a later try was added by an earlier one, whose answer was lost.
            var mayBeOurs = !isFirst;
            isFirst = false;
            mayBeOurs |= await AddAsync(lease, name, passwordHash, externalId: null, cancellation);
            return mayBeOurs ? await FindAsync(lease, user => user.NormalizedName == normalized && user.PasswordHash == passwordHash, cancellation) : null;
        }, cancellationToken);
    }

    public async ValueTask<(StoredUser User, bool IsNew)> GetOrAddExternalAsync(string externalId, string? name, CancellationToken cancellationToken)
    {
        StoredUser.ThrowIfNotExternal(externalId);
        if (await FindAsync(user => user.ExternalId == externalId, cancellationToken) is { } known) return (known, false);
        var isFirst = true;
        return await attempts.RunAsync("add a user", async cancellation =>
        {
            await using var lease = await contexts.WriteAsync(cancellation);
            // Told twice that somebody is new is better than never: an earlier try, whose answer was lost, may have added the user.
            var mayBeOurs = !isFirst;
            isFirst = false;
            var wanted = StoredUser.CutName(string.IsNullOrWhiteSpace(name) ? externalId : name);
            for (var attempt = 1; ; attempt++)
            {
                var isNew = await AddAsync(lease, attempt == 1 ? wanted : $"{wanted}-{Suffix(attempt)}", passwordHash: null, externalId, cancellation);
                if (await FindAsync(lease, user => user.ExternalId == externalId, cancellation) is { } user) return (user, isNew || mayBeOurs);
            }
        }, cancellationToken);
    }

    public async ValueTask<StoredUser?> FindByNameAsync(string name, CancellationToken cancellationToken)
    {
        var normalized = StoredUser.NormalizeName(name);
        return await FindAsync(user => user.NormalizedName == normalized, cancellationToken);
    }

    public async ValueTask<StoredUser?> FindExternalAsync(string externalId, CancellationToken cancellationToken) => await FindAsync(user => user.ExternalId == externalId, cancellationToken);

    public async ValueTask<StoredUser?> FindAsync(long id, CancellationToken cancellationToken) => await FindAsync(user => user.Id == id, cancellationToken);

    public async ValueTask<bool> SetPasswordHashAsync(long id, string passwordHash, string? replaces, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(passwordHash);
        return await attempts.RunAsync("change a password", async cancellation =>
        {
            await using var lease = await contexts.WriteAsync(cancellation);
            return await lease.Set<User>().Where(user => user.Id == id && (replaces == null || user.PasswordHash == replaces)).ExecuteUpdateAsync(user => user.SetProperty(row => row.PasswordHash, passwordHash), cancellation) == 1;
        }, cancellationToken);
    }

    private async ValueTask<StoredUser?> FindAsync(Expression<Func<User, bool>> which, CancellationToken cancellationToken) =>
        await attempts.RunAsync("find a user", async cancellation =>
        {
            await using var lease = await contexts.ReadAsync(cancellation);
            return await FindAsync(lease, which, cancellation);
        }, cancellationToken);

    private static async ValueTask<StoredUser?> FindAsync(Contexts.Lease lease, Expression<Func<User, bool>> which, CancellationToken cancellationToken) =>
        await lease.Set<User>().AsNoTracking().Where(which).SingleOrDefaultAsync(cancellationToken) is { } user ? ToStored(user) : null;

    private async ValueTask<bool> AddAsync(Contexts.Lease lease, string name, string? passwordHash, string? externalId, CancellationToken cancellationToken)
    {
        var connection = await lease.Context.OpenAsync(cancellationToken);
        return await connection.ExecuteAsync(
            transaction: null,
            Statements.For(lease.Context).AddUser,
            [("@name", name), ("@normalized", StoredUser.NormalizeName(name)), ("@hash", passwordHash), ("@external", externalId), ("@now", time.Now())],
            cancellationToken) == 1;
    }

    /// <summary>Counted at first; where many have the name, counting on would cost each newcomer more than the one before.</summary>
    private static string Suffix(int attempt) =>
        attempt <= CountedSuffixes ? attempt.ToString(CultureInfo.InvariantCulture) : RandomNumberGenerator.GetHexString(8, lowercase: true);

    internal static StoredUser ToStored(User user) => new(user.Id, user.Name, user.PasswordHash, user.ExternalId, StoreClock.FromColumn(user.CreatedAt));
}
