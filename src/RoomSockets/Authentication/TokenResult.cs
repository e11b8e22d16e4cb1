using System.Security.Claims;

namespace RoomSockets;

/// <summary>What a validator says of a token.</summary>
public sealed class TokenResult
{
    private TokenResult(Identity? identity, string? failureCode)
    {
        Identity = identity;
        FailureCode = failureCode;
    }

    /// <summary>This validator does not know such tokens: the next one is asked.</summary>
    public static TokenResult NoResult { get; } = new(null, null);

    internal Identity? Identity { get; }

    internal string? FailureCode { get; }

    /// <summary>The token is good.</summary>
    /// <param name="principal">Whom it stands for, with an authenticated identity: its claim <see cref="ClaimTypes.NameIdentifier"/> is the user's id, its name claim the name.</param>
    /// <param name="expiresAt">When it ends; live connections end with it, up to half a second later. Null for never.</param>
    /// <param name="tokenId">An id for <see cref="IConnectionManager.RevokeTokenAsync"/>; not the token itself.</param>
    /// <exception cref="ArgumentException">The principal's identity is not authenticated: give its <c>ClaimsIdentity</c> an authentication type.</exception>
    public static TokenResult Success(ClaimsPrincipal principal, DateTimeOffset? expiresAt = null, string? tokenId = null)
    {
        ArgumentNullException.ThrowIfNull(principal);
        if (principal.Identity?.IsAuthenticated != true)
            throw new ArgumentException("The principal is not authenticated: new ClaimsIdentity(claims) needs an authentication type as its second argument.", nameof(principal));
        return new TokenResult(new Identity(principal, tokenId, expiresAt), null);
    }

    /// <summary>The token is good, for a user with this id and name.</summary>
    /// <param name="userId">The user's id, an opaque string.</param>
    /// <param name="name">The user's name; the id where there is none.</param>
    /// <param name="expiresAt">When it ends; live connections end with it. Null for never.</param>
    /// <param name="tokenId">An id for <see cref="IConnectionManager.RevokeTokenAsync"/>; not the token itself.</param>
    public static TokenResult Success(string userId, string? name = null, DateTimeOffset? expiresAt = null, string? tokenId = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        Claim[] claims = [new(ClaimTypes.NameIdentifier, userId), new(ClaimTypes.Name, name ?? userId)];
        return Success(new ClaimsPrincipal(new ClaimsIdentity(claims, RoomSocketsAuthentication.Scheme)), expiresAt, tokenId);
    }

    /// <summary>The token is one that was issued here.</summary>
    internal static TokenResult Stored(StoredUser user, DateTimeOffset? expiresAt, string tokenId)
    {
        var identity = Success(user.ConnectionUserId, user.Name, expiresAt, tokenId).Identity!;
        return new TokenResult(identity with { IsStored = true }, null);
    }

    /// <summary>The token is good, for somebody who is known already.</summary>
    internal static TokenResult Of(Identity identity) => new(identity, null);

    /// <summary>The token is bad: the handshake is refused with 403 and this code; no further validator is asked.</summary>
    /// <param name="code">A stable code for programs. <value>token_invalid</value></param>
    public static TokenResult Failure(string code = RoomSocketsAuthentication.TokenInvalid)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        return new TokenResult(null, code);
    }
}
