using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace RoomSockets;

/// <summary>Asks another authentication scheme of the host: hands it the token that was found as <c>Authorization: Bearer</c>.</summary>
internal sealed class SchemeTokenValidator(string scheme) : ITokenValidator
{
    public async ValueTask<TokenResult> ValidateAsync(TokenContext context, CancellationToken cancellationToken)
    {
        var headers = context.Http.Request.Headers;
        var (authorization, cookie) = (headers.Authorization, headers.Cookie);
        // The token alone is in question: a cookie beside it must neither heal a bad one nor count for a foreign page.
        headers.Cookie = default;
        headers.Authorization = new StringValues($"Bearer {context.Token}");
        try
        {
            return await AuthenticateAsync(context.Http);
        }
        finally
        {
            (headers.Authorization, headers.Cookie) = (authorization, cookie);
        }
    }

    /// <summary>Asks the scheme about the request as it is: it may have a cookie of its own.</summary>
    public async ValueTask<TokenResult> AuthenticateAsync(HttpContext http)
    {
        // A scheme remembers its answer for the request, and the host may have asked it before there was a header. A scope of
        // its own gives it a fresh look.
        await using var scope = http.RequestServices.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        var result = await scope.ServiceProvider.GetRequiredService<IAuthenticationService>().AuthenticateAsync(http, scheme);
        if (result.Succeeded && result.Principal.Identity?.IsAuthenticated == true)
            return TokenResult.Success(result.Principal, result.Properties?.ExpiresUtc);
        return result.None || result.Succeeded ? TokenResult.NoResult : TokenResult.Failure();
    }
}
