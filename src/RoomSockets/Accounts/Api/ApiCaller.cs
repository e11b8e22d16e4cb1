using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace RoomSockets;

/// <summary>Who calls: the same validators as for sockets decide, and the same rule about pages of other sites.</summary>
internal sealed class ApiCaller(OriginPolicy origins, RoomSocketsOptions options, IUserStore users, ApiBans bans)
{
    /// <summary>
    /// A page of another site may make a browser send a form, a cookie that it keeps, and what it knows of Basic or Negotiate; a
    /// token in the header it can only send after asking (CORS).
    /// </summary>
    /// <exception cref="ApiException">It is such a page.</exception>
    public void CheckOrigin(HttpRequest request)
    {
        if (TokenReader.Read(request, options, readCookie: false) is { Token: not null, Source: TokenSource.Header }) return;
        if (origins.Refuse(request.Headers.Origin, request.Scheme, request.Host.Value ?? string.Empty) is not null)
            throw new ApiException(StatusCodes.Status403Forbidden, "origin", "Pages of this origin may not call. Allow it with AllowOrigins(…).");
    }

    /// <summary>For requests that need no token.</summary>
    /// <exception cref="ApiException">The address is banned everywhere.</exception>
    public void CheckAddress(HttpContext http) => bans.Check(http, userId: null, room: null);

    /// <summary>The caller; null after a refusal was written.</summary>
    public async ValueTask<Caller?> FindAsync(HttpContext http)
    {
        await http.AuthenticateAsync(RoomSocketsAuthentication.Scheme);
        if (http.Features.Get<TokenVerdict>()?.Identity is not { UserId: { } id } identity)
        {
            await http.ChallengeAsync(RoomSocketsAuthentication.Scheme);
            return null;
        }

        bans.Check(http, id, room: null);
        try
        {
            return new Caller(await users.GetOrAddAsync(id, identity.UserName, http.RequestAborted), identity.User, identity);
        }
        catch (KeyNotFoundException)
        {
            throw new ApiException(StatusCodes.Status401Unauthorized, RoomSocketsAuthentication.TokenInvalid, "There is no such user any more.");
        }
    }
}

/// <summary>Somebody who calls the API.</summary>
/// <param name="User">As the store knows it.</param>
/// <param name="Principal">As the validators know it.</param>
/// <param name="Identity">The same, with the token's id and end.</param>
internal sealed record Caller(StoredUser User, ClaimsPrincipal Principal, Identity Identity);
