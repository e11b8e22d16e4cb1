using Microsoft.Extensions.Options;

namespace RoomSockets;

/// <summary>Issues one-time tickets for sockets, and takes them back from whoever presents one first.</summary>
internal sealed class Tickets(ITokenStore tokens, IOptions<AccountOptions> options, TimeProvider time) : ITickets
{
    /// <param name="user">Whose it is.</param>
    /// <param name="identity">What the token stands for that it is asked for with.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The ticket, which is known this once; null where what the token stands for is too much to be kept.</returns>
    public async ValueTask<string?> IssueAsync(StoredUser user, Identity identity, CancellationToken cancellationToken)
    {
        var key = TokenKey.New();
        var now = time.GetUtcNow();
        if (TicketContent.Write(identity) is not { } content) return null;
        var ticket = new StoredTicket(user.Id, content, now, now + options.Value.TicketLifetime);
        await tokens.AddTicketAsync(TokenKey.Hash(key), ticket, options.Value.MaxTicketsPerUser, cancellationToken);
        return TicketForm.Prefix + key;
    }

    public async ValueTask<TokenResult> RedeemAsync(string ticket, CancellationToken cancellationToken)
    {
        // Used up whatever becomes of the handshake, so it is taken before anything else is looked at.
        if (await tokens.TakeTicketAsync(TokenKey.Hash(ticket[TicketForm.Prefix.Length..]), cancellationToken) is not var (found, user)) return TokenResult.Failure();
        if (found.ExpiresAt <= time.GetUtcNow()) return TokenResult.Failure(RoomSocketsAuthentication.TokenExpired);
        var content = TicketContent.Read(found.Content);
        if (content.User is { } principal) return TokenResult.Of(new Identity(principal, content.TokenId, content.ExpiresAt, AsOf: found.CreatedAt));
        return await FindAsync(user, content.TokenId, found.CreatedAt, cancellationToken);
    }

    public async ValueTask<TokenResult> CheckAgainAsync(Identity identity, CancellationToken cancellationToken)
    {
        // A token of elsewhere was not kept: its end and its revocation are known, and nobody can be asked.
        if (!identity.IsStored || !StoredUser.TryGetNumber(identity.UserId!, out var number)) return TokenResult.Of(identity);
        return await FindTokenAsync(number, identity.TokenId, cancellationToken) is { } token
            ? TokenResult.Of(identity with { ExpiresAt = token.ExpiresAt })
            : TokenResult.Failure();
    }

    /// <summary>A token that was issued here may have been revoked, on any node, or renewed since.</summary>
    private async ValueTask<TokenResult> FindAsync(StoredUser user, string? tokenId, DateTimeOffset asOf, CancellationToken cancellationToken)
    {
        if (await FindTokenAsync(user.Id, tokenId, cancellationToken) is not { } token) return TokenResult.Failure();
        return TokenResult.Of(TokenResult.Stored(user, token.ExpiresAt, tokenId!).Identity! with { AsOf = asOf });
    }

    private async ValueTask<StoredToken?> FindTokenAsync(long userId, string? tokenId, CancellationToken cancellationToken) =>
        (await tokens.GetAsync(userId, cancellationToken)).FirstOrDefault(token => string.Equals(TokenIssuer.ConnectionTokenId(token), tokenId, StringComparison.Ordinal));
}
