using Microsoft.Extensions.Options;

namespace RoomSockets;

/// <summary>Knows the tokens that were issued here, whatever store keeps them.</summary>
internal sealed class StoreTokenValidator(ITokenStore tokens, TokenCache cache, IOptions<AccountOptions> options, TimeProvider time) : ITokenValidator
{
    public async ValueTask<TokenResult> ValidateAsync(TokenContext context, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        if (!TokenKey.TryRead(context.Token, settings.TokenPrefix, out var hash)) return TokenResult.NoResult;
        if (await FindAsync(hash, settings, cancellationToken) is not var (token, user)) return TokenResult.NoResult;
        if (token.ExpiresAt <= time.GetUtcNow()) return TokenResult.Failure(RoomSocketsAuthentication.TokenExpired);
        return TokenResult.Stored(user, token.ExpiresAt, TokenIssuer.ConnectionTokenId(token));
    }

    private async ValueTask<(StoredToken Token, StoredUser User)?> FindAsync(byte[] hash, AccountOptions settings, CancellationToken cancellationToken)
    {
        var key = Convert.ToHexString(hash);
        if (cache.Find(key) is { } known) return known;
        var revocations = cache.Revocations;
        if (await tokens.FindAsync(hash, cancellationToken) is not var (token, user)) return null;
        token = await RenewAsync(token, settings, cancellationToken);
        cache.Add(key, token, user, settings.TokenCacheTime, revocations);
        return (token, user);
    }

    /// <summary>Once half of its life is over, so that using a token costs a write now and then and not each time.</summary>
    private async ValueTask<StoredToken> RenewAsync(StoredToken token, AccountOptions settings, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!settings.SlidingTokens || settings.TokenLifetime is not { } life || token.ExpiresAt is not { } end || end <= now || end - now > life / 2) return token;
        var renewed = token with { ExpiresAt = now + life };
        return await tokens.RenewAsync(token.Id, renewed.ExpiresAt, cancellationToken) ? renewed : token;
    }
}
