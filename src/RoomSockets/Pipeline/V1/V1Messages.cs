namespace RoomSockets;

/// <summary>What one connection says: messages through the handler, signals and direct messages past it.</summary>
internal sealed class V1Messages(DirectoryEntry entry, PipelineServices services, InboundMessage message, V1Replies replies)
{
    private Connection Connection => entry.Connection;

    public async ValueTask PublishAsync(ClientFrame frame)
    {
        if (await FindRoomAsync(frame) is null) return;
        message.Begin(frame.Data!.Value, frame.Room!, frame.Key, frame is { Id.Length: 0, Echo: true } ? Receipt.OfFailures : new Receipt(frame.Id.ToArray(), frame.Echo), frame.Id);
        await HandleAsync(frame);
    }

    public async ValueTask SignalAsync(ClientFrame frame)
    {
        if (string.Equals(frame.Name, PostOptions.Notice, StringComparison.Ordinal))
        {
            replies.Error(frame, FrameError.Invalid("name", "A signal named 'notice' is the server's."));
            return;
        }

        if (await FindRoomAsync(frame) is not { } room) return;
        if (entry.Chain is null) await PostSignalAsync(frame, room, frame.Data);
        else await HandleSignalAsync(frame, room);
    }

    public async ValueTask DirectAsync(ClientFrame frame)
    {
        if (Connection.UserId is null || !await services.Rules.AllowsAsync(RoomOperation.Direct, frame.To!, Connection.User, Connection.Closing))
        {
            replies.Error(frame, FrameError.Forbidden("send to this user"));
            return;
        }

        if (services.Restrictions.RefuseSpeech(Connection, room: null) is { } muted)
        {
            replies.Error(frame, muted);
            return;
        }

        if (entry.Chain is null) await PostDirectAsync(frame, frame.Data!.Value);
        else await HandleDirectAsync(frame);
    }

    private ValueTask HandleSignalAsync(ClientFrame frame, Room room)
    {
        message.Begin(MessageKind.Signal, frame.Data ?? default, frame, data => PostHandledSignalAsync(frame, room.Name, data));
        return HandleAsync(frame);
    }

    private ValueTask PostHandledSignalAsync(ClientFrame frame, string room, MessageData data)
    {
        // A signal may say nothing, which is not the same as nothing in quotes.
        if (entry.Find(room) is { } found) return PostSignalAsync(frame, found, frame.Data is null && data.Bytes.IsEmpty ? default(MessageData?) : data);
        // It has left while middleware waited.
        replies.Error(frame, FrameError.NotJoined);
        return ValueTask.CompletedTask;
    }

    private ValueTask HandleDirectAsync(ClientFrame frame)
    {
        message.Begin(MessageKind.Direct, frame.Data!.Value, frame, data => PostDirectAsync(frame, data));
        return HandleAsync(frame);
    }

    /// <summary>Through the middleware to the end, and an answer where that gave none.</summary>
    private async ValueTask HandleAsync(ClientFrame frame)
    {
        try
        {
            await message.HandleAsync();
            if (message.RefusalCode is { } code) services.Metrics.RefusedFrame(code);
            // Nobody waits for what becomes of a signal.
            else if (!message.IsPublished && (message.Kind != MessageKind.Signal || frame.Id.Length > 0)) replies.Error(frame, FrameError.Rejected);
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

    private async ValueTask PostSignalAsync(ClientFrame frame, Room room, MessageData? data)
    {
        using var text = JsonText.Rent();
        ServerFrames.ClientSignal(text.Writer, room.Name, frame.Name!, Connection.Identity.Reference, data);
        // Of one connection's signals of a name only the latest is worth waiting for.
        var how = new PostOptions(IsSignal: true, $"{Connection.Id}\0{room.Name}\0{frame.Name}", [Connection.Id]);
        var announcement = new Announcement(text.Utf8.ToArray(), how);
        await Publisher.AnnounceAsync(room, announcement, Connection.Closing);
        message.Cork(room);
    }

    private async ValueTask PostDirectAsync(ClientFrame frame, MessageData data)
    {
        try
        {
            if (!await services.Directs.SendAsync(Connection, frame.To!, data, frame.Key, frame.Id.ToArray(), Connection.Closing))
                replies.Error(frame, new FrameError(ErrorCode.RateLimited, "You have begun too many conversations of late.", IsTemporary: true, RetryAfter: TimeSpan.FromHours(1)));
        }
        catch (RoomUnavailableException)
        {
            replies.Error(frame, new FrameError(ErrorCode.Overloaded, "There are too many rooms.", IsTemporary: true));
        }
    }

    /// <summary>A signal passes by: it takes nobody's turn.</summary>
    private FrameError? FindRestriction(ClientFrame frame, string room) => frame.Type == ClientFrameType.Publish
        ? services.Restrictions.RefusePublishing(Connection, room)
        : services.Restrictions.RefuseSpeech(Connection, room);

    /// <summary>The room of a frame, where it may speak; else the answer is given.</summary>
    private async ValueTask<Room?> FindRoomAsync(ClientFrame frame)
    {
        if (RoomName.TryNormalize(frame.Room, out var name, out _)) frame.Room = name;
        if (entry.Find(frame.Room!) is not { } room)
        {
            replies.Error(frame, FrameError.NotJoined);
            return null;
        }

        var refusal = await services.Rules.AllowsAsync(RoomOperation.Publish, room.Name, Connection.User, Connection.Closing)
            ? FindRestriction(frame, room.Name)
            : FrameError.Forbidden("speak in this room");
        if (refusal is null) return room;
        replies.Error(frame, refusal);
        return null;
    }
}
