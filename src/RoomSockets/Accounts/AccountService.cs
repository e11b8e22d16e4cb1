using System.Net;
using System.Text;
using Microsoft.Extensions.Options;

namespace RoomSockets;

/// <summary>Registers, signs in and signs out. Knows nothing of HTTP but the statuses of its refusals.</summary>
internal sealed class AccountService(
    IUserStore users,
    ITokenStore tokens,
    TokenIssuer issuer,
    PasswordHashing passwords,
    LoginLimits limits,
    IOptions<AccountOptions> options)
{
    private static readonly AccountRefusal BadCredentials = new(401, "bad_credentials", "Incorrect username or password");
    private static readonly AccountRefusal NameTaken = new(400, "name_taken", "Username already registered");
    private static readonly AccountRefusal BadName = new(400, "bad_user_name", $"A user name has 1 to {UserName.MaxCodePoints} characters, none of them invisible.");

    public async ValueTask<AccountAnswer<StoredUser>> RegisterAsync(string? name, string? password, IPAddress? address, CancellationToken cancellationToken)
    {
        if (!options.Value.AllowRegistration) return new AccountRefusal(403, "registration_closed", "Nobody can register here.");
        if (!UserName.TryNormalize(name, out var normalized)) return BadName;
        if (FindFault(password) is { } fault) return fault;
        // Before a tenth of a second of a core goes into it; the store decides in the end.
        if (await users.FindByNameAsync(normalized, cancellationToken) is not null) return NameTaken;
        if (limits.Register(address) is { } refusal) return refusal;
        var hash = await passwords.HashAsync(password!, address, cancellationToken);
        if (hash.Value is null) return hash.Refusal!;
        return await users.AddAsync(normalized, hash.Value, cancellationToken) is { } user ? user : NameTaken;
    }

    public async ValueTask<AccountAnswer<IssuedToken>> LoginAsync(string? name, string? password, IPAddress? address, CancellationToken cancellationToken)
    {
        if (!UserName.TryNormalize(name, out var normalized) || password is null) return BadCredentials;
        var key = StoredUser.NormalizeName(normalized);
        if (await limits.BeginAsync(key, address, cancellationToken) is { } refusal) return refusal;
        var isDecided = false;
        try
        {
            var user = await users.FindByNameAsync(normalized, cancellationToken);
            var check = await passwords.VerifyAsync(password, user?.PasswordHash, address, cancellationToken);
            if (check.Value is not { } result) return check.Refusal!;
            isDecided = !result.IsRight;
            if (!result.IsRight) return BadCredentials;
            if (result.NeedsRehash) await RehashAsync(user!, password, address, cancellationToken);
            limits.TakeBack(key, address, wasRight: true);
            isDecided = true;
            return await issuer.IssueAsync(user!, cancellationToken);
        }
        finally
        {
            // The store was away, or the queue was full: that was nobody's failure.
            if (!isDecided) limits.TakeBack(key, address, wasRight: false);
        }
    }

    /// <summary>A token that is malformed or unknown opens nothing anyway.</summary>
    /// <param name="token">With or without its prefix.</param>
    /// <param name="cancellationToken">Not used: a page that signs out is often closed in the same moment.</param>
    public async ValueTask LogoutAsync(string? token, CancellationToken cancellationToken)
    {
        if (TokenKey.TryRead(token, options.Value.TokenPrefix, out var hash) && await tokens.FindAsync(hash, CancellationToken.None) is { Token: var found })
            await issuer.RevokeAsync(found.Id);
    }

    public ValueTask<IReadOnlyList<StoredToken>> GetTokensAsync(long userId, CancellationToken cancellationToken) => tokens.GetAsync(userId, cancellationToken);

    /// <summary>False where the user has no such token.</summary>
    public async ValueTask<bool> RevokeAsync(long userId, long tokenId, CancellationToken cancellationToken) =>
        (await tokens.GetAsync(userId, cancellationToken)).Any(token => token.Id == tokenId) && await issuer.RevokeAsync(tokenId);

    private AccountRefusal? FindFault(string? password)
    {
        var shortest = options.Value.MinPasswordLength;
        if (password is null || password.EnumerateRunes().Count() < shortest) return new(400, "password_too_short", $"A password has at least {shortest} characters.");
        if (Encoding.UTF8.GetByteCount(password) > Bcrypt.MaxPasswordBytes) return new(400, "password_too_long", $"A password has at most {Bcrypt.MaxPasswordBytes} bytes of UTF-8.");
        return password.Contains('\0', StringComparison.Ordinal) ? new(400, "bad_password", "A password does not contain U+0000.") : null;
    }

    private async ValueTask RehashAsync(StoredUser user, string password, IPAddress? address, CancellationToken cancellationToken)
    {
        // Where hashing is busy, the next login does it.
        if ((await passwords.HashAsync(password, address, cancellationToken)).Value is { } hash) await users.SetPasswordHashAsync(user.Id, hash, user.PasswordHash, cancellationToken);
    }
}
