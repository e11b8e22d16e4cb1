namespace RoomSockets;

/// <summary>Pages of what was said, in a room that the connection is in, or between its user and another.</summary>
internal sealed class V1History(DirectoryEntry entry, PipelineServices services, V1Replies replies)
{
    private const int DefaultLimit = 50;

    private Connection Connection => entry.Connection;

    public async ValueTask AnswerAsync(ClientFrame frame)
    {
        if (await FindNameAsync(frame) is not { } name) return;
        await Connection.WaitForSpaceAsync(Connection.Options.OutboxBytes);
        var (items, hasMore) = await services.Histories.ReadAsync(name, frame.Before, frame.After, frame.Limit ?? DefaultLimit, Connection.Options.OutboxBytes / 2, Connection.Closing);
        replies.Send(json => ServerFrames.History(json, frame.Id.Span, frame.Room, frame.To, FilteredPast.Of(items, Connection, frame.To is null ? frame.Room : null), hasMore));
    }

    private async ValueTask<string?> FindNameAsync(ClientFrame frame)
    {
        if (frame.To is { } to)
        {
            if (Connection.UserId is { } user && await AllowsAsync(RoomOperation.Direct, to)) return Directs.NameOf(user, to);
            replies.Error(frame, FrameError.Forbidden("read this conversation"));
            return null;
        }

        if (RoomName.TryNormalize(frame.Room, out var name, out _)) frame.Room = name;
        if (entry.Find(frame.Room!) is null)
        {
            replies.Error(frame, FrameError.NotJoined);
            return null;
        }

        if (await AllowsAsync(RoomOperation.History, frame.Room!)) return frame.Room;
        replies.Error(frame, FrameError.Forbidden("read what was said in this room"));
        return null;
    }

    private ValueTask<bool> AllowsAsync(RoomOperation operation, string room) => services.Rules.AllowsAsync(operation, room, Connection.User, Connection.Closing);
}
