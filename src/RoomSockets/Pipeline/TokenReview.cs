using System.Security.Claims;

namespace RoomSockets;

/// <summary>What follows from what the validators say of the token of an open connection.</summary>
internal sealed class TokenReview(DirectoryEntry entry, PipelineServices services, TokenRefresh refresh)
{
    private Task _telling = Task.CompletedTask;
    private Identity? _untold;

    /// <summary>A token that the client brought.</summary>
    /// <param name="token">The token.</param>
    /// <param name="answer">Told what was said of it, before anything that follows. Where it is not good the one that it came with goes on to count.</param>
    public async ValueTask RefreshAsync(string token, Action<TokenVerdict> answer)
    {
        var began = services.Time.GetTimestamp();
        var before = entry.Connection.Identity;
        TokenVerdict verdict;
        using (await refresh.EnterAsync())
        {
            verdict = await refresh.ValidateAsync(token);
            if (IsSameUser(verdict))
            {
                services.Directory.Renew(entry, verdict.Identity!, began);
                refresh.Keep(token);
            }
        }

        answer(verdict);
        // Where nobody asks again, a rule that nobody can ask now would never be asked.
        if (IsSameUser(verdict)) await TellAsync(ReviewAsync(keepsUndecided: refresh.IsKept), TokenChangeCause.Refreshed, before);
    }

    /// <summary>Asks again about the token that the connection has. Never throws.</summary>
    /// <returns>False when nobody could say; the connection stays.</returns>
    public async ValueTask<bool> RepeatAsync()
    {
        try
        {
            return await AskAgainAsync();
        }
        catch (Exception error)
        {
            services.Guard.Fail(entry, error);
            return true;
        }
    }

    private async ValueTask<bool> AskAgainAsync()
    {
        var connection = entry.Connection;
        Identity before;
        using (await refresh.EnterAsync())
        {
            if (connection.Reason is not null) return true;
            var began = services.Time.GetTimestamp();
            before = connection.Identity;
            var verdict = await refresh.ValidateAgainAsync(before, connection.Closing);
            if (verdict.Kind == TokenVerdictKind.Unavailable) return false;
            if (!IsSameUser(verdict))
            {
                connection.Close(verdict.Code == RoomSocketsAuthentication.TokenExpired ? CloseReason.TokenExpired : CloseReason.TokenRevoked);
                return true;
            }

            services.Directory.Renew(entry, verdict.Identity!, began);
        }

        return await FollowAsync(before);
    }

    /// <summary>Waits so long and no longer, since others stand in line: rules and handlers may wait for a store, or for a client that reads slowly, and go on by themselves.</summary>
    /// <returns>False when nobody could say whether it may be in its rooms.</returns>
    private async Task<bool> FollowAsync(Identity before)
    {
        var connection = entry.Connection;
        var rooms = ReviewAsync(keepsUndecided: true);
        Task all = rooms;
        (before, _untold) = (_untold ?? before, null);
        if (IsOther(before, connection.Identity))
        {
            // One that still looks at an earlier change is told of this one when it is asked about again.
            if (_telling.IsCompleted) all = _telling = TellAsync(rooms, TokenChangeCause.Revalidated, before);
            else _untold = before;
        }

        try
        {
            await all.WaitAsync(connection.Options.HandshakeTimeout, services.Time, connection.Closing);
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            // It goes on, and never fails.
        }

        return connection.Reason is not null || (rooms.IsCompleted && await rooms);
    }

    /// <summary>Never throws.</summary>
    private async Task<bool> ReviewAsync(bool keepsUndecided)
    {
        try
        {
            return await RoomReview.RunAsync(entry, services, keepsUndecided);
        }
        catch (Exception error)
        {
            services.Guard.Fail(entry, error);
            return true;
        }
    }

    /// <summary>Whether it is a good token, and of the user whose connection it is.</summary>
    private bool IsSameUser(TokenVerdict verdict) =>
        verdict.Identity is { } identity && string.Equals(identity.UserId, entry.Connection.UserId, StringComparison.Ordinal);

    /// <summary>First the rooms, so that the handler finds it where it may be.</summary>
    private async Task TellAsync(Task rooms, TokenChangeCause cause, Identity before)
    {
        await rooms;
        if (entry.IsGone) return;
        var context = new TokenChangedContext(cause, before.User, entry.Connection.Identity.ExpiresAt);
        await services.Guard.CallAsync(entry, () => entry.Handler.OnTokenChangedAsync(context, entry.Connection.Closing));
    }

    private static bool IsOther(Identity before, Identity after) =>
        before.ExpiresAt != after.ExpiresAt || !string.Equals(before.TokenId, after.TokenId, StringComparison.Ordinal) || !ClaimsOf(before.User).SequenceEqual(ClaimsOf(after.User));

    private static IEnumerable<(string Type, string Value)> ClaimsOf(ClaimsPrincipal user) => user.Claims.Select(static claim => (claim.Type, claim.Value));
}
