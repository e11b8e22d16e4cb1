namespace RoomSockets;

/// <summary>What one connection says: messages through the handler, signals and direct messages past it.</summary>
internal sealed class V1Messages(DirectoryEntry entry, PipelineServices services, InboundMessage message, V1Replies replies)
{
    private Connection Connection => entry.Connection;

    public async ValueTask PublishAsync(ClientFrame frame)
    {
        if (await FindRoomAsync(frame) is null) return;
        message.Begin(frame.Data!.Value, frame.Room!, frame.Key, frame is { Id.Length: 0, Echo: true } ? Receipt.OfFailures : new Receipt(frame.Id.ToArray(), frame.Echo));
        try
        {
            await entry.Handler.OnMessageAsync(message);
            if (!message.IsPublished) replies.Error(frame, FrameError.Rejected);
        }
        catch (InvalidMessageException error) when (!message.IsPublished)
        {
            replies.Error(frame, message.HasLeft ? FrameError.NotJoined : FrameError.Invalid("data", error.Message));
        }
        catch (StoreUnavailableException) when (message.IsPublished)
        {
            // The receipt has told it.
        }
        finally
        {
            await message.EndAsync();
        }
    }

    public async ValueTask SignalAsync(ClientFrame frame)
    {
        if (string.Equals(frame.Name, PostOptions.Notice, StringComparison.Ordinal))
        {
            replies.Error(frame, FrameError.Invalid("name", "A signal named 'notice' is the server's."));
            return;
        }

        if (await FindRoomAsync(frame) is not { } room) return;
        using var text = JsonText.Rent();
        ServerFrames.ClientSignal(text.Writer, room.Name, frame.Name!, Connection.Identity.Reference, frame.Data);
        // Of one connection's signals of a name only the latest is worth waiting for.
        var how = new PostOptions(IsSignal: true, $"{Connection.Id}\0{room.Name}\0{frame.Name}", [Connection.Id]);
        var announcement = new Announcement(text.Utf8.ToArray(), how);
        await Publisher.AnnounceAsync(room, announcement, Connection.Closing);
        message.Cork(room);
    }

    public async ValueTask DirectAsync(ClientFrame frame)
    {
        if (Connection.UserId is null || !await services.Rules.AllowsAsync(RoomOperation.Direct, frame.To!, Connection.User, Connection.Closing))
        {
            replies.Error(frame, FrameError.Forbidden("send to this user"));
            return;
        }

        try
        {
            if (!await services.Directs.SendAsync(Connection, frame.To!, frame.Data!.Value, frame.Key, frame.Id.ToArray(), Connection.Closing))
                replies.Error(frame, new FrameError(ErrorCode.RateLimited, "You have begun too many conversations of late.", IsTemporary: true, RetryAfter: TimeSpan.FromHours(1)));
        }
        catch (RoomUnavailableException)
        {
            replies.Error(frame, new FrameError(ErrorCode.Overloaded, "There are too many rooms.", IsTemporary: true));
        }
    }

    /// <summary>The room of a frame, where it may speak; else the answer is given.</summary>
    private async ValueTask<Room?> FindRoomAsync(ClientFrame frame)
    {
        if (RoomName.TryNormalize(frame.Room, out var name, out _)) frame.Room = name;
        if (entry.Find(frame.Room!) is not { } room)
        {
            replies.Error(frame, FrameError.NotJoined);
            return null;
        }

        if (await services.Rules.AllowsAsync(RoomOperation.Publish, room.Name, Connection.User, Connection.Closing)) return room;
        replies.Error(frame, FrameError.Forbidden("speak in this room"));
        return null;
    }
}
