using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace RoomSockets;

/// <summary>Issues tokens and revokes them: in the store, in the cache, and for the sockets that were opened with them.</summary>
internal sealed class TokenIssuer(ITokenStore tokens, IServiceProvider services, TokenCache cache, IConnectionManager connections, IOptions<AccountOptions> options, TimeProvider time) : ITokenIssuer
{
    /// <summary>The id of a token on connections.</summary>
    public static string ConnectionTokenId(StoredToken token) => ConnectionTokenId(token.Id);

    public async ValueTask<IssuedToken> IssueAsync(StoredUser user, CancellationToken cancellationToken)
    {
        var key = TokenKey.New();
        var token = await tokens.AddAsync(user.Id, TokenKey.Hash(key), time.GetUtcNow() + options.Value.TokenLifetime, cancellationToken);
        var keep = options.Value.OneTokenPerUser ? 1 : options.Value.MaxTokensPerUser;
        var all = await tokens.GetAsync(user.Id, cancellationToken);
        foreach (var old in all.Where(one => one.Id < token.Id).SkipLast(keep - 1)) await RevokeAsync(old.Id);
        return new IssuedToken(options.Value.TokenPrefix + key, token, user);
    }

    public async ValueTask<string> IssueAsync(long userId, CancellationToken cancellationToken = default)
    {
        // Asked late: what handles the events of users may issue tokens.
        var user = await services.GetRequiredService<IUserStore>().FindAsync(userId, cancellationToken) ?? throw new KeyNotFoundException($"There is no user {userId}.");
        return (await IssueAsync(user, cancellationToken)).Text;
    }

    public async ValueTask<int> RevokeUserAsync(long userId)
    {
        var revoked = 0;
        foreach (var token in await tokens.GetAsync(userId, CancellationToken.None))
            if (await RevokeAsync(token.Id)) revoked++;
        return revoked;
    }

    public async ValueTask<int> RevokeUserAsync(string userId)
    {
        ArgumentNullException.ThrowIfNull(userId);
        if (StoredUser.TryGetNumber(userId, out var number)) return await RevokeUserAsync(number);
        return await services.GetRequiredService<IUserStore>().FindExternalAsync(userId, CancellationToken.None) is { } user ? await RevokeUserAsync(user.Id) : 0;
    }

    /// <summary>
    /// Nothing is opened with it from now on, and what was opened is closed. Cannot be cancelled: half of it would leave sockets
    /// behind that nobody closes any more.
    /// </summary>
    public async ValueTask<bool> RevokeAsync(long tokenId)
    {
        var isRemoved = await tokens.RemoveAsync(tokenId, CancellationToken.None);
        cache.Remove(tokenId);
        await connections.RevokeTokenAsync(ConnectionTokenId(tokenId), CancellationToken.None);
        return isRemoved;
    }

    private static string ConnectionTokenId(long tokenId) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"token:{tokenId}");
}
