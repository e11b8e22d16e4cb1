using Microsoft.AspNetCore.Http;

namespace RoomSockets;

/// <summary>Asks the validators about a token that a client brings over its open socket, as they were asked in its handshake.</summary>
internal sealed class TokenRefresh(TokenAuthenticator authenticator, HttpContext http, RoomSocketsOptions options)
{
    /// <summary>Never throws.</summary>
    public Task<TokenVerdict> ValidateAsync(string token) => authenticator.AuthenticateAsync(http, token, options);
}
