namespace RoomSockets;

/// <summary>Who enters and who leaves: asks the rules and the handler, tells the directory, tells the handler.</summary>
internal sealed class Membership(RoomDirectory directory, HandlerGuard guard, RoomRules rules, Enrolment? enrolment = null, Restrictions? restrictions = null)
{
    private readonly Restrictions _restrictions = restrictions ?? Restrictions.None;

    public async ValueTask<JoinResult> JoinAsync(DirectoryEntry entry, string room, CancellationToken cancellationToken)
    {
        if (entry.Find(room) is not null) return JoinResult.AlreadyMember;
        try
        {
            return (await AskAsync(entry, room, cancellationToken)).Result ?? await SettleAsync(entry, room);
        }
        catch (RoomRuleFailedException failure)
        {
            guard.NoteRule(entry, failure);
            return JoinResult.Refused;
        }
    }

    /// <summary>Whether it may join. Asked each time, also of one that is a member already.</summary>
    /// <returns>Null where it may; else why not, and what the handler said of it.</returns>
    public async ValueTask<(JoinResult? Result, HandshakeRefusal? Refusal)> AskAsync(DirectoryEntry entry, string room, CancellationToken cancellationToken)
    {
        if (entry.IsGone) return (JoinResult.NotConnected, null);
        if (_restrictions.FindBan(entry.Connection, room) is not null) return (JoinResult.Banned, null);
        if (!await rules.AllowsAsync(RoomOperation.Join, room, entry.Connection.User, cancellationToken)) return (JoinResult.Refused, null);
        HandshakeRefusal? refusal = null;
        if (!await guard.CallAsync(entry, async () => refusal = await entry.AskToJoinAsync(room, cancellationToken))) return (JoinResult.NotConnected, null);
        if (refusal is not null) return (JoinResult.Refused, refusal);
        if (enrolment is null) return (null, null);
        return (await enrolment.EnrolAsync(room, entry.Connection.UserId, entry.Connection.UserName, directory.FindStranger(entry.Connection, room), cancellationToken) switch
        {
            EnrolmentResult.NoSuchRoom => JoinResult.NoSuchRoom,
            EnrolmentResult.TooManyNewRooms => JoinResult.TooManyNewRooms,
            EnrolmentResult.NoSuchUser => JoinResult.Refused,
            _ => null,
        }, null);
    }

    /// <summary>Makes it a member, whoever was asked. One that speaks the sub-protocol has its <c>joined</c> when this completes.</summary>
    public async ValueTask<JoinResult> SettleAsync(DirectoryEntry entry, string room, Func<Seat, Arrival>? ask = null)
    {
        var result = await ArriveAsync(entry, room, ask);
        if (result == JoinResult.Joined) await guard.CallAsync(entry, () => entry.TellJoinedAsync(room));
        return result;
    }

    private async ValueTask<JoinResult> ArriveAsync(DirectoryEntry entry, string room, Func<Seat, Arrival>? ask)
    {
        var result = directory.Join(entry, room);
        // Whoever bans from here on finds it among the members; who did before is seen here.
        if (result is JoinResult.Joined or JoinResult.AlreadyMember && _restrictions.FindBan(entry.Connection, room) is not null)
        {
            await LeaveAsync(entry, room, cause: LeaveCause.Expelled);
            return JoinResult.Banned;
        }

        if (entry.Connection.Dialect is null || result is not (JoinResult.Joined or JoinResult.AlreadyMember)) return result;
        if (entry.Find(room) is not { } found || found.Members.FindSeat(entry.Connection) is not { } seat) return JoinResult.NotConnected;
        var arrival = ask?.Invoke(seat) ?? new Arrival(seat, []);
        found.Arrive(arrival);
        switch (await arrival.Task)
        {
            case ArrivalResult.StoreUnavailable:
                // First the seat, which may hold messages: the entry may have left already.
                if (!seat.TryResume())
                {
                    seat.Leave();
                    await LeaveAsync(entry, room);
                }

                throw new StoreUnavailableException($"The store cannot tell what was said in room '{room}'.");
            case ArrivalResult.Gone:
                return _restrictions.FindBan(entry.Connection, room) is null ? JoinResult.NotConnected : JoinResult.Banned;
            default:
                return result;
        }
    }

    /// <summary>Ends a membership. False where there was none.</summary>
    /// <param name="entry">Who.</param>
    /// <param name="room">Which room.</param>
    /// <param name="farewell">The last frame of the room for one that speaks the sub-protocol; null for none.</param>
    /// <param name="cause">What ends it.</param>
    public async ValueTask<bool> LeaveAsync(DirectoryEntry entry, string room, MessageData? farewell = null, LeaveCause cause = LeaveCause.Left)
    {
        var seat = entry.Find(room)?.Members.FindSeat(entry.Connection);
        if (!directory.Leave(entry, room)) return false;
        // After it has left the list, and not under its lock: whoever is handed a frame may have to be closed.
        seat?.Leave(farewell);
        await guard.CallAsync(entry, () => entry.TellLeftAsync(room, cause));
        return true;
    }
}
