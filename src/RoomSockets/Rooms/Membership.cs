namespace RoomSockets;

/// <summary>Who enters and who leaves: asks the handler, tells the directory, tells the handler.</summary>
internal sealed class Membership(RoomDirectory directory, HandlerGuard guard, RoomRules rules, Enrolment? enrolment = null)
{
    public async ValueTask<JoinResult> JoinAsync(DirectoryEntry entry, string room, CancellationToken cancellationToken)
    {
        if (entry.IsGone) return JoinResult.NotConnected;
        if (entry.Find(room) is not null) return JoinResult.AlreadyMember;
        if (!await rules.AllowsAsync(RoomOperation.Join, room, entry.Connection.User, cancellationToken)) return JoinResult.Refused;
        var context = new JoiningContext(entry.Connection, room);
        if (!await guard.CallAsync(entry, () => entry.Handler.OnJoiningAsync(context, cancellationToken))) return JoinResult.NotConnected;
        if (context.Refusal is not null) return JoinResult.Refused;
        if (enrolment is not null)
        {
            switch (await enrolment.EnrolAsync(room, entry.Connection.UserId, entry.Connection.UserName, cancellationToken))
            {
                case EnrolmentResult.NoSuchRoom:
                    return JoinResult.NoSuchRoom;
                case EnrolmentResult.TooManyNewRooms:
                    return JoinResult.TooManyNewRooms;
                case EnrolmentResult.NoSuchUser:
                    return JoinResult.Refused;
            }
        }

        return directory.Join(entry, room);
    }

    public async ValueTask<bool> LeaveAsync(DirectoryEntry entry, string room)
    {
        if (!directory.Leave(entry, room)) return false;
        await guard.CallAsync(entry, () => entry.Handler.OnLeftAsync(room, LeaveCause.Left));
        return true;
    }
}
