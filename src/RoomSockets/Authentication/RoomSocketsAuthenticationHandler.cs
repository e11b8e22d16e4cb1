using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace RoomSockets;

/// <summary>The ASP.NET Core scheme <c>RoomSockets</c>: one way to authenticate for sockets and REST, so that <c>HttpContext.User</c> and policies work.</summary>
internal sealed class RoomSocketsAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    TokenAuthenticator authenticator,
    RoomSocketsOptions settings,
    IRefusalWriter refusals) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // The authentication middleware asks on the way to every endpoint. Sockets are identified by Knock: behind the limits, and
        // behind the host's own middleware such as forwarded headers.
        if (refusals.IsSocket(Context)) return AuthenticateResult.NoResult();
        var verdict = await authenticator.AuthenticateAsync(Context, settings, opensSocket: false);
        Context.Features.Set(verdict);
        return verdict.Kind switch
        {
            TokenVerdictKind.Accepted => AuthenticateResult.Success(new AuthenticationTicket(
                verdict.Identity!.User, new AuthenticationProperties { ExpiresUtc = verdict.Identity.ExpiresAt }, Scheme.Name)),
            TokenVerdictKind.Missing => AuthenticateResult.NoResult(),
            _ => AuthenticateResult.Fail(verdict.Code!),
        };
    }

    /// <summary>A policy asked for somebody and there is nobody.</summary>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await HandleAuthenticateOnceSafeAsync();
        await refusals.WriteAsync(Context, Context.Features.Get<TokenVerdict>() ?? TokenVerdict.Missing);
    }

    /// <summary>A policy does not let this one in.</summary>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => refusals.WriteForbiddenAsync(Context);
}

/// <summary>How a verdict becomes an answer over REST; the floor above knows how.</summary>
internal interface IRefusalWriter
{
    bool IsSocket(HttpContext http);

    Task WriteAsync(HttpContext http, TokenVerdict verdict);

    Task WriteForbiddenAsync(HttpContext http);
}
