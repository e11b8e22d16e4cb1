using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets;

/// <summary>Asks a policy of ASP.NET Core about one operation; its resource is a <see cref="RoomAccessContext"/>.</summary>
internal sealed class PolicyRoomAuthorizer(RoomOperation operation, string policy, IServiceScopeFactory scopes) : IRoomAuthorizer
{
    public async ValueTask<bool> AllowsAsync(RoomOperation asked, string room, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (asked != operation) return true;
        // Authorization services may be scoped, and there is no request whose scope they could have.
        await using var scope = scopes.CreateAsyncScope();
        var authorization = scope.ServiceProvider.GetRequiredService<IAuthorizationService>();
        return (await authorization.AuthorizeAsync(user, new RoomAccessContext(asked, room), policy).WaitAsync(cancellationToken)).Succeeded;
    }
}
