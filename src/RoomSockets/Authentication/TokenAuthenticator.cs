using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RoomSockets;

/// <summary>Finds the token of a request and asks the validators, within the handshake's time. Fails closed.</summary>
internal sealed partial class TokenAuthenticator(
    OriginPolicy origins,
    TimeProvider time,
    ILogger<TokenAuthenticator> logger,
    IUserStore? users = null,
    ITickets? tickets = null)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private long _noted;

    /// <param name="http">The request.</param>
    /// <param name="options">Of its endpoint.</param>
    /// <param name="opensSocket">Whether it is a handshake: tickets are good for nothing else.</param>
    public async Task<TokenVerdict> AuthenticateAsync(HttpContext http, RoomSocketsOptions options, bool opensSocket)
    {
        var request = http.Request;
        var isOwnPage = origins.Refuse(request.Headers.Origin, request.Scheme, request.Host.Value ?? string.Empty) is null;
        var reading = TokenReader.Read(request, options, readCookie: isOwnPage);
        if (reading.Fault is not null) return TokenVerdict.Malformed(reading.Fault);
        var validators = http.RequestServices.GetServices<ITokenValidator>().ToList();
        if (validators.Count == 0) return TokenVerdict.Missing;
        var verdict = await DecideAsync(http, options, HandshakeClock.Of(http, options, time), hadToken: reading.Token is not null, cancellationToken => reading.Token is { } token
            ? AskAsync(validators, new TokenContext(token, reading.Source, http, http.RequestServices), opensSocket, cancellationToken)
            : AskSchemesAsync(validators, http, isOwnPage));
        if (opensSocket && verdict.Identity is not null && options.RevalidateEvery > TimeSpan.Zero) http.Features.Set(new KeptToken(reading.Token, reading.Source));
        return verdict;
    }

    /// <summary>The same for a token that came over the open socket. In a scope of its own, since that of the request is as old as the connection.</summary>
    public async Task<TokenVerdict> AuthenticateAsync(HttpContext http, string token, RoomSocketsOptions options)
    {
        await using var scope = http.RequestServices.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        var validators = scope.ServiceProvider.GetServices<ITokenValidator>().ToList();
        var context = new TokenContext(token, TokenSource.Refresh, http, scope.ServiceProvider);
        return await DecideAsync(http, options, new HandshakeClock(http, options.HandshakeTimeout, time), hadToken: true, cancellationToken => AskAsync(validators, context, opensSocket: true, cancellationToken));
    }

    /// <summary>Once more about the token that an open socket came with. What cannot be decided is <see cref="TokenVerdict.Unavailable"/>, and noted.</summary>
    /// <param name="http">The request that opened it.</param>
    /// <param name="kept">Its token.</param>
    /// <param name="identity">Who it is.</param>
    /// <param name="options">Of its endpoint.</param>
    /// <param name="closing">It ends.</param>
    public async Task<TokenVerdict> AuthenticateAgainAsync(HttpContext http, KeptToken kept, Identity identity, RoomSocketsOptions options, CancellationToken closing)
    {
        using var patience = new CancellationTokenSource(options.HandshakeTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, closing);
        try
        {
            await using var scope = http.RequestServices.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
            return ToVerdict(await AskAgainAsync(scope.ServiceProvider, http, kept, identity, either.Token).WaitAsync(either.Token), hadToken: kept.Token is not null);
        }
        catch (Exception error)
        {
            if (!closing.IsCancellationRequested) NoteKept(error, options.HandshakeTimeout);
            return TokenVerdict.Unavailable;
        }
    }

    private Task<TokenResult> AskAgainAsync(IServiceProvider services, HttpContext http, KeptToken kept, Identity identity, CancellationToken cancellationToken)
    {
        // A ticket is used up; what it was asked for with is not.
        if (identity.AsOf is not null && tickets is not null) return tickets.CheckAgainAsync(identity, cancellationToken).AsTask();
        var validators = services.GetServices<ITokenValidator>().ToList();
        return kept.Token is { } token
            ? AskAsync(validators, new TokenContext(token, kept.Source, http, services), opensSocket: true, cancellationToken)
            : AskSchemesAgainAsync(validators, http);
    }

    /// <summary>One line a minute: where a validator is away, it is so for all connections.</summary>
    private void NoteKept(Exception error, TimeSpan timeout)
    {
        var (now, noted) = (time.GetTimestamp(), Interlocked.Read(ref _noted));
        if (noted != 0 && time.GetElapsedTime(noted, now) < Pause) return;
        if (Interlocked.CompareExchange(ref _noted, now, noted) == noted) LogKept(error, timeout);
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

    private async Task<TokenResult> AskAsync(List<ITokenValidator> validators, TokenContext context, bool opensSocket, CancellationToken cancellationToken)
    {
        // Before all validators, one of which may refuse what it does not know; and nobody else's affair.
        if (tickets is not null && TicketForm.Is(context.Token)) return opensSocket ? await tickets.RedeemAsync(context.Token, cancellationToken) : TokenResult.Failure();
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

    private static async Task<TokenResult> AskSchemesAgainAsync(List<ITokenValidator> validators, HttpContext http)
    {
        foreach (var validator in validators.OfType<SchemeTokenValidator>())
        {
            var result = await validator.AuthenticateAgainAsync(http);
            if (result != TokenResult.NoResult) return result;
        }

        return TokenResult.NoResult;
    }

    [LoggerMessage(EventId = 2004, Level = LogLevel.Warning, Message = "The tokens of open connections could not be checked again: a validator failed or took longer than {Timeout}. The connections stay, and are asked about again soon. This is noted once a minute at most.")]
    private partial void LogKept(Exception error, TimeSpan timeout);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Error, Message = "A validator gave a user id of {Length} characters that the store cannot keep: it has the form user:7 of those who registered here, or more than 256 characters. Give your users' ids another form.")]
    private partial void LogUnfitId(int length);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Warning, Message = "The store of the tokens is away: the request is refused with 503.")]
    private partial void LogStoreUnavailable(Exception error);

    [LoggerMessage(EventId = 2001, Level = LogLevel.Error, Message = "A token validator failed or took longer than {Timeout}: the handshake is refused with 503. While it fails nobody can connect.")]
    private partial void LogFailed(Exception error, TimeSpan timeout);
}
