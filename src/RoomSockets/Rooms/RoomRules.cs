using System.Security.Claims;

namespace RoomSockets;

/// <summary>The host's rules about rooms: all must allow, and none allows everything.</summary>
internal sealed class RoomRules(params IEnumerable<IRoomAuthorizer> authorizers)
{
    private readonly IRoomAuthorizer[] _authorizers = [.. authorizers];

    /// <summary>Whether nobody needs to be asked.</summary>
    public bool AllowEverything => _authorizers.Length == 0;

    /// <exception cref="RoomRuleFailedException">A rule failed.</exception>
    public ValueTask<bool> AllowsAsync(RoomOperation operation, string room, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        // Conversations of two are reached by naming the other user, and in no other way.
        if (operation != RoomOperation.Direct && RoomName.IsHidden(room)) return ValueTask.FromResult(false);
        return AllowEverything ? ValueTask.FromResult(true) : AllAllowAsync(operation, room, user, cancellationToken);
    }

    /// <summary>Whether a rule gives what is not everybody's.</summary>
    /// <exception cref="RoomRuleFailedException">A rule failed.</exception>
    public async ValueTask<bool> GrantsAsync(RoomOperation operation, string room, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var authorizer in _authorizers)
                if (await authorizer.GrantsAsync(operation, room, user, cancellationToken)) return true;
            return false;
        }
        catch (Exception error) when (error is not OperationCanceledException and not StoreUnavailableException)
        {
            throw new RoomRuleFailedException(operation, error);
        }
    }

    /// <summary>Of these rooms those that are allowed; each is asked for once.</summary>
    public async ValueTask<HashSet<string>> FilterAsync(RoomOperation operation, IEnumerable<string> rooms, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var allowed = new HashSet<string>(rooms, StringComparer.Ordinal);
        foreach (var room in allowed.ToList())
            if (!await AllowsAsync(operation, room, user, cancellationToken)) allowed.Remove(room);
        return allowed;
    }

    private async ValueTask<bool> AllAllowAsync(RoomOperation operation, string room, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var authorizer in _authorizers)
                if (!await authorizer.AllowsAsync(operation, room, user, cancellationToken)) return false;
            return true;
        }
        catch (Exception error) when (error is not OperationCanceledException and not StoreUnavailableException)
        {
            throw new RoomRuleFailedException(operation, error);
        }
    }
}

/// <summary>A rule of the host's threw: nobody knows whether it is allowed, so it is not.</summary>
internal sealed class RoomRuleFailedException(RoomOperation operation, Exception cause) : Exception($"The rule about {operation} failed.", cause);
