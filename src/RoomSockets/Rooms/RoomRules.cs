using System.Security.Claims;

namespace RoomSockets;

/// <summary>The host's rule about rooms; none allows everything.</summary>
internal sealed class RoomRules(IRoomAuthorizer? authorizer = null)
{
    public ValueTask<bool> AllowsAsync(RoomOperation operation, string room, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        authorizer?.AllowsAsync(operation, room, user, cancellationToken) ?? ValueTask.FromResult(true);

    /// <summary>Of these rooms those that are allowed; each is asked for once.</summary>
    public async ValueTask<HashSet<string>> FilterAsync(RoomOperation operation, IEnumerable<string> rooms, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var allowed = new HashSet<string>(rooms, StringComparer.Ordinal);
        if (authorizer is null) return allowed;
        foreach (var room in allowed.ToList())
            if (!await authorizer.AllowsAsync(operation, room, user, cancellationToken)) allowed.Remove(room);
        return allowed;
    }
}
