using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.Lifecycle;

namespace RoomSockets.FunctionalTests.Moderation;

/// <summary>Allows everything; the first question about joining waits at a gate.</summary>
internal sealed class GatedRules : IRoomAuthorizer
{
    public TaskCompletionSource Entered { get; } = Waiting.Gate();

    public TaskCompletionSource Gate { get; } = Waiting.Gate();

    public static GatedRules AddTo(IRoomSocketsBuilder rooms)
    {
        var rules = new GatedRules();
        rooms.Services.AddSingleton<IRoomAuthorizer>(rules);
        return rules;
    }

    public async ValueTask<bool> AllowsAsync(RoomOperation operation, string room, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (operation != RoomOperation.Join) return true;
        Entered.TrySetResult();
        await Gate.Task.WaitAsync(cancellationToken);
        return true;
    }
}
