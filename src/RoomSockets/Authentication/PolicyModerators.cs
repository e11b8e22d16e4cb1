using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets;

/// <summary>Grants moderation to whom a policy of ASP.NET Core names, and forbids nothing.</summary>
internal sealed class PolicyModerators(string policy, IServiceScopeFactory scopes) : IRoomAuthorizer
{
    public ValueTask<bool> AllowsAsync(RoomOperation operation, string room, ClaimsPrincipal user, CancellationToken cancellationToken) => ValueTask.FromResult(true);

    public async ValueTask<bool> GrantsAsync(RoomOperation operation, string room, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (operation != RoomOperation.Moderate) return false;
        await using var scope = scopes.CreateAsyncScope();
        var authorization = scope.ServiceProvider.GetRequiredService<IAuthorizationService>();
        return (await authorization.AuthorizeAsync(user, new RoomAccessContext(operation, room), policy).WaitAsync(cancellationToken)).Succeeded;
    }
}
