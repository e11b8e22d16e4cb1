using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RoomSockets;

/// <summary>Finds the token of a request and asks the validators, within the handshake's time. Fails closed.</summary>
internal sealed partial class TokenAuthenticator(
    OriginPolicy origins,
    TimeProvider time,
    ILogger<TokenAuthenticator> logger,
    IUserStore? users = null)
{
    public async Task<TokenVerdict> AuthenticateAsync(HttpContext http, RoomSocketsOptions options)
    {
        var request = http.Request;
        var isOwnPage = origins.Refuse(request.Headers.Origin, request.Scheme, request.Host.Value ?? string.Empty) is null;
        var reading = TokenReader.Read(request, options, readCookie: isOwnPage);
        if (reading.Fault is not null) return TokenVerdict.Malformed(reading.Fault);
        var validators = http.RequestServices.GetServices<ITokenValidator>().ToList();
        if (validators.Count == 0) return TokenVerdict.Missing;
        return await DecideAsync(http, options, HandshakeClock.Of(http, options, time), hadToken: reading.Token is not null, cancellationToken => reading.Token is { } token
            ? AskAsync(validators, new TokenContext(token, reading.Source, http, http.RequestServices), cancellationToken)
            : AskSchemesAsync(validators, http, isOwnPage));
    }

    /// <summary>The same for a token that came over the open socket. In a scope of its own, since that of the request is as old as the connection.</summary>
    public async Task<TokenVerdict> AuthenticateAsync(HttpContext http, string token, RoomSocketsOptions options)
    {
        await using var scope = http.RequestServices.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        var validators = scope.ServiceProvider.GetServices<ITokenValidator>().ToList();
        var context = new TokenContext(token, TokenSource.Refresh, http, scope.ServiceProvider);
        return await DecideAsync(http, options, new HandshakeClock(http, options.HandshakeTimeout, time), hadToken: true, cancellationToken => AskAsync(validators, context, cancellationToken));
    }

    private async Task<TokenVerdict> DecideAsync(HttpContext http, RoomSocketsOptions options, HandshakeClock clock, bool hadToken, Func<CancellationToken, Task<TokenResult>> ask)
    {
        using var deadline = clock.CreateDeadline();
        try
        {
            // A validator that does not look at its cancellation token must not hold the handshake either.
            return ToVerdict(await ask(deadline.Token).WaitAsync(deadline.Token), hadToken);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return TokenVerdict.Unavailable;
        }
        catch (StoreUnavailableException error)
        {
            LogStoreUnavailable(error);
            return TokenVerdict.Unavailable;
        }
        catch (Exception error)
        {
            LogFailed(error, options.HandshakeTimeout);
            return TokenVerdict.Unavailable;
        }
    }

    private TokenVerdict ToVerdict(TokenResult result, bool hadToken)
    {
        if (result.Identity is { } identity)
        {
            if (!MayBeKept(identity)) return TokenVerdict.Refused(RoomSocketsAuthentication.TokenInvalid);
            return identity.ExpiresAt <= time.GetUtcNow() ? TokenVerdict.Refused(RoomSocketsAuthentication.TokenExpired) : TokenVerdict.Accepted(identity);
        }

        if (result.FailureCode is { } code) return TokenVerdict.Refused(code);
        return hadToken ? TokenVerdict.Refused(RoomSocketsAuthentication.TokenInvalid) : TokenVerdict.Missing;
    }

    /// <summary>Where users are kept, nobody else's validator makes somebody one of them.</summary>
    private bool MayBeKept(Identity identity)
    {
        if (users is null || identity.IsStored || identity.UserId is not { } id) return true;
        if (id.Length is > 0 and <= StoredUser.MaxExternalIdLength && !StoredUser.TryGetNumber(id, out _)) return true;
        LogUnfitId(id.Length);
        return false;
    }

    private static async Task<TokenResult> AskAsync(List<ITokenValidator> validators, TokenContext context, CancellationToken cancellationToken)
    {
        foreach (var validator in validators)
        {
            var result = await validator.ValidateAsync(context, cancellationToken);
            if (result != TokenResult.NoResult) return result;
        }

        return TokenResult.NoResult;
    }

    /// <summary>Without a token the host's schemes may still know the request, by a cookie of their own. It counts like ours: not for other sites' pages.</summary>
    private static async Task<TokenResult> AskSchemesAsync(List<ITokenValidator> validators, HttpContext http, bool isOwnPage)
    {
        foreach (var validator in validators.OfType<SchemeTokenValidator>())
        {
            var result = isOwnPage ? await validator.AuthenticateAsync(http) : TokenResult.NoResult;
            if (result != TokenResult.NoResult) return result;
        }

        return TokenResult.NoResult;
    }

    [LoggerMessage(EventId = 2003, Level = LogLevel.Error, Message = "A validator gave a user id of {Length} characters that the store cannot keep: it has the form user:7 of those who registered here, or more than 256 characters. Give your users' ids another form.")]
    private partial void LogUnfitId(int length);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Warning, Message = "The store of the tokens is away: the request is refused with 503.")]
    private partial void LogStoreUnavailable(Exception error);

    [LoggerMessage(EventId = 2001, Level = LogLevel.Error, Message = "A token validator failed or took longer than {Timeout}: the handshake is refused with 503. While it fails nobody can connect.")]
    private partial void LogFailed(Exception error, TimeSpan timeout);
}
