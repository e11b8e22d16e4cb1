using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets;

/// <summary>Asks another authentication scheme of the host: hands it the token that was found as <c>Authorization: Bearer</c>.</summary>
internal sealed class SchemeTokenValidator(string scheme) : ITokenValidator
{
    /// <summary>The token alone is in question: a cookie beside it must neither heal a bad one nor count for a foreign page.</summary>
    public async ValueTask<TokenResult> ValidateAsync(TokenContext context, CancellationToken cancellationToken) =>
        await AuthenticateAsync(RequestCopy.Of(context.Http, $"Bearer {context.Token}", keepsCookie: false), context.Http);

    /// <summary>Asks the scheme about the request as it is: it may have a cookie of its own.</summary>
    public ValueTask<TokenResult> AuthenticateAsync(HttpContext http) => AuthenticateAsync(http, http);

    /// <summary>The same, long after the request was answered: a scheme that would renew its cookie has nowhere to write it.</summary>
    public ValueTask<TokenResult> AuthenticateAgainAsync(HttpContext http) =>
        AuthenticateAsync(RequestCopy.Of(http, http.Request.Headers.Authorization, keepsCookie: true), http);

    private async ValueTask<TokenResult> AuthenticateAsync(HttpContext asked, HttpContext http)
    {
        // A scheme remembers its answer for the request, and the host may have asked it before there was a header. A scope of
        // its own gives it a fresh look.
        await using var scope = http.RequestServices.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        if (!ReferenceEquals(asked, http)) asked.RequestServices = scope.ServiceProvider;
        var result = await scope.ServiceProvider.GetRequiredService<IAuthenticationService>().AuthenticateAsync(asked, scheme);
        if (result.Succeeded && result.Principal.Identity?.IsAuthenticated == true)
            return TokenResult.Success(result.Principal, result.Properties?.ExpiresUtc);
        return result.None || result.Succeeded ? TokenResult.NoResult : TokenResult.Failure();
    }
}
