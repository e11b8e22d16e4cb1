using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace RoomSockets;

/// <summary>Who calls: the same validators as for sockets decide, and the same rule about pages of other sites.</summary>
internal sealed class ApiCaller(OriginPolicy origins, IUserStore users)
{
    /// <summary>
    /// A page of another site may make a browser send a form, or a cookie that it keeps; it cannot make it send a header of
    /// <c>Authorization</c> without being asked first (CORS).
    /// </summary>
    /// <exception cref="ApiException">It is such a page.</exception>
    public void CheckOrigin(HttpRequest request)
    {
        if (request.Headers.Authorization.Count > 0) return;
        if (origins.Refuse(request.Headers.Origin, request.Scheme, request.Host.Value ?? string.Empty) is not null)
            throw new ApiException(StatusCodes.Status403Forbidden, "origin", "Pages of this origin may not call. Allow it with AllowOrigins(…).");
    }

    /// <summary>The caller; null after a refusal was written.</summary>
    public async ValueTask<StoredUser?> FindAsync(HttpContext http)
    {
        var result = await http.AuthenticateAsync(RoomSocketsAuthentication.Scheme);
        if (result.Principal?.FindFirstValue(ClaimTypes.NameIdentifier) is not { Length: > 0 } id)
        {
            await http.ChallengeAsync(RoomSocketsAuthentication.Scheme);
            return null;
        }

        return await users.GetOrAddAsync(id, result.Principal.FindFirstValue(ClaimTypes.Name), http.RequestAborted);
    }
}
