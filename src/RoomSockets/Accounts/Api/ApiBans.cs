using Microsoft.AspNetCore.Http;

namespace RoomSockets;

/// <summary>Keeps out of the API who is kept out of sockets, by the same bans.</summary>
internal sealed class ApiBans(Restrictions restrictions, TimeProvider time)
{
    /// <exception cref="ApiException">The caller is banned there, or everywhere.</exception>
    public void Check(HttpContext http, Caller caller, string room) => Check(http, caller.User.ConnectionUserId, room);

    /// <param name="http">The request.</param>
    /// <param name="userId">The user's id as connections know it; null where it is not known, so that the address alone counts.</param>
    /// <param name="room">The room; null for everywhere alone.</param>
    /// <exception cref="ApiException">The caller is banned.</exception>
    public void Check(HttpContext http, string? userId, string? room)
    {
        if (restrictions.FindBan(userId, http.Connection.RemoteIpAddress, room) is { } ban) throw ApiException.Banned(ban, time.GetUtcNow());
    }

    public bool AreAbout(HttpContext http, Caller caller, string room) => restrictions.FindBan(caller.User.ConnectionUserId, http.Connection.RemoteIpAddress, room) is not null;
}
