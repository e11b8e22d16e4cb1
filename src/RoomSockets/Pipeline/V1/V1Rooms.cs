using System.Globalization;

namespace RoomSockets;

/// <summary>Joins and leaves rooms for one connection, and answers.</summary>
internal sealed class V1Rooms(DirectoryEntry entry, PipelineServices services, V1Replies replies)
{
    private Connection Connection => entry.Connection;

    /// <summary>The room of the route: the handshake has asked whether it may, and the query says from where on.</summary>
    public async ValueTask EnterRouteAsync(string room)
    {
        try
        {
            var since = ReadSince();
            var mayHistory = since is null || await MayAsync(RoomOperation.History, room);
            var result = await SettleAsync(room, seat => new Arrival(seat, [], since) { GivesUp = !mayHistory });
            if (Explain(result, null, room) is { } error) replies.Error(new ClientFrame { Room = room }, error);
        }
        catch (StoreUnavailableException)
        {
            replies.Error(new ClientFrame { Room = room }, FrameError.StoreUnavailable);
        }
    }

    public async ValueTask JoinAsync(ClientFrame frame)
    {
        if (!TryNormalize(frame, out var room)) return;
        var (refused, refusal) = await services.Membership.AskAsync(entry, room, Connection.Closing);
        if (refused is { } reason)
        {
            // Whoever is no longer allowed to join is no longer a member either; who may try again soon is.
            if (reason == JoinResult.Refused && refusal?.RetryAfter is null) await RemoveAsync(room, ErrorCode.Forbidden);
            if (Explain(reason, refusal, room) is { } error) replies.Error(frame, error);
            return;
        }

        var mayPresence = frame.Presence && await services.Rules.AllowsAsync(RoomOperation.Presence, room, Connection.User, Connection.Closing);
        var mayHistory = frame is { Since: null, History: null or 0 } || await services.Rules.AllowsAsync(RoomOperation.History, room, Connection.User, Connection.Closing);
        // What it missed may be half an outbox in each room that it comes back to.
        if (frame.Since is not null || frame.History > 0) await Connection.WaitForSpaceAsync(Connection.Options.OutboxBytes);
        var id = frame.Id.ToArray();
        var result = await SettleAsync(room, seat =>
            // What it may not read it cannot be given back: it begins at the end, and knows that it missed something.
            new Arrival(seat, id, frame.Since, mayHistory ? frame.History ?? 0 : 0, mayPresence) { GivesUp = !mayHistory });
        if (Explain(result, null, room) is { } failed) replies.Error(frame, failed);
    }

    public async ValueTask LeaveAsync(ClientFrame frame)
    {
        if (!TryNormalize(frame, out var room)) return;
        var left = ServerFrames.Left(frame.Id.Span, room);
        if (!await services.Membership.LeaveAsync(entry, room, left)) Connection.PostFrame(left);
    }

    /// <summary>A rule that fails allows nothing, and the other rooms are asked about all the same.</summary>
    private async ValueTask<bool> MayAsync(RoomOperation operation, string room)
    {
        try
        {
            return await services.Rules.AllowsAsync(operation, room, Connection.User, Connection.Closing);
        }
        catch (RoomRuleFailedException failure)
        {
            services.Guard.NoteRule(entry, failure);
            return false;
        }
    }

    /// <summary>Reads the room of a frame, or answers what is wrong with its name.</summary>
    private bool TryNormalize(ClientFrame frame, out string room)
    {
        if (RoomName.TryNormalize(frame.Room, out var normalized, out var error))
        {
            room = frame.Room = normalized;
            return true;
        }

        room = string.Empty;
        frame.Room = null;
        replies.Error(frame, new FrameError(ErrorCode.BadRoomName, error, "room"));
        return false;
    }

    private async ValueTask<JoinResult> SettleAsync(string room, Func<Seat, Arrival> ask)
    {
        Arrival? arrival = null;
        var result = await services.Membership.SettleAsync(entry, room, seat => arrival = ask(seat));
        if (arrival?.IsRecovered is { } isComplete) services.Metrics.Recovered(isComplete);
        return result;
    }

    private async ValueTask RemoveAsync(string room, string reason) =>
        await services.Membership.LeaveAsync(entry, room, ServerFrames.Left([], room, reason));

    private Position? ReadSince()
    {
        var request = Connection.Request;
        return long.TryParse(request.GetQuery("since"), NumberStyles.None, CultureInfo.InvariantCulture, out var offset) && request.GetQuery("epoch") is { Length: > 0 and <= 64 } epoch
            ? new Position(offset, epoch)
            : null;
    }

    private FrameError? Explain(JoinResult result, HandshakeRefusal? refusal, string room) => result switch
    {
        // It may have ended in this moment.
        JoinResult.Banned => services.Restrictions.RefuseEntry(Connection, room) ?? FrameError.Forbidden("enter this room"),
        JoinResult.Refused => refusal is { } given ? new FrameError(given.Code == "room" ? ErrorCode.Forbidden : given.Code, given.Detail ?? "You may not enter this room.", IsTemporary: given.RetryAfter is not null, RetryAfter: given.RetryAfter) : FrameError.Forbidden("enter this room"),
        JoinResult.TooManyRooms => new FrameError(ErrorCode.TooManyRooms, string.Create(CultureInfo.InvariantCulture, $"A connection may be in {Connection.Options.MaxRoomsPerConnection} rooms. Leave one first.")),
        JoinResult.NoSuchRoom => new FrameError(ErrorCode.NoSuchRoom, "There is no such room, and joining creates none."),
        JoinResult.TooManyNewRooms => new FrameError(ErrorCode.RateLimited, "You have created too many rooms of late.", IsTemporary: true, RetryAfter: TimeSpan.FromHours(1)),
        JoinResult.NotConnected when !entry.IsGone => FrameError.NotJoined,
        JoinResult.RoomUnavailable => new FrameError(ErrorCode.Overloaded, "There are too many rooms.", IsTemporary: true),
        _ => null,
    };
}
