namespace RoomSockets;

/// <summary>One connection that speaks <c>roomsockets.v1.json</c>: greets it, and hands each of its frames to the one that answers it.</summary>
internal sealed class V1Session
{
    private readonly DirectoryEntry _entry;
    private readonly PipelineServices _services;
    private readonly V1Replies _replies;
    private readonly V1Rooms _rooms;
    private readonly V1Messages _messages;
    private readonly V1History _history;
    private readonly V1Token _token;
    private readonly ClientFrame _frame = new();
    private Allowance _frames;
    private Allowance _joins;

    public V1Session(DirectoryEntry entry, PipelineServices services, InboundMessage message, TokenRefresh refresh)
    {
        (_entry, _services) = (entry, services);
        _replies = new V1Replies(entry.Connection, services.Metrics);
        _rooms = new V1Rooms(entry, services, _replies);
        _messages = new V1Messages(entry, services, message, _replies);
        _history = new V1History(entry, services, _replies);
        _token = new V1Token(entry, services, refresh, _replies);
    }

    /// <summary>The first frame: before anybody finds the connection, since whoever does may send.</summary>
    public void Greet()
    {
        var connection = _entry.Connection;
        _replies.Send(json => ServerFrames.Welcome(
            json, connection.Id, connection.Identity.Reference, connection.Options.MaxMessageBytes, connection.Options.MaxRoomsPerConnection,
            connection.Options.MessagesPerSecond, _token.ExpiresIn));
    }

    /// <summary>Enters the route's room, which the handshake has let it into.</summary>
    public ValueTask BeginAsync() => _entry.Connection.Request.Room is { } room ? _rooms.EnterRouteAsync(room) : ValueTask.CompletedTask;

    public async ValueTask OnMessageAsync(MessageData data)
    {
        if (data.IsBinary)
        {
            _replies.ProtocolError(new ClientFrame(), new FrameError(ErrorCode.BadFrame, "A frame is text."));
            return;
        }

        var frame = _frame;
        var error = ClientFrameReader.Read(data.Bytes, frame);
        try
        {
            if (FindExcess(frame, error) is { } excess) _replies.Error(frame, excess);
            else if (error is not null) _replies.ProtocolError(frame, error);
            else await AnswerAsync(frame);
        }
        catch (StoreUnavailableException)
        {
            // Logged where it failed.
            _replies.Error(frame, FrameError.StoreUnavailable);
        }
        catch (RoomRuleFailedException failure)
        {
            _services.Guard.NoteRule(_entry, failure);
            _replies.Error(frame, FrameError.Forbidden("do this now"));
        }
        finally
        {
            // A silent connection keeps neither what it said last nor its token.
            frame.Clear();
        }
    }

    /// <summary>What may be said too often is counted elsewhere: a frame that is none, which ends the connection; and a <c>leave</c> is never refused.</summary>
    private FrameError? FindExcess(ClientFrame frame, FrameError? error)
    {
        if (error is { IsProtocolError: true } || (error is null && frame.Type == ClientFrameType.Leave)) return null;
        var options = _entry.Connection.Options;
        var (now, second) = (_entry.Connection.Input.LastRead, _services.Time.TimestampFrequency);
        var isJoin = error is null && frame.Type == ClientFrameType.Join;
        var mayPass = isJoin
            ? _joins.TryTake(now, new AllowanceRate(options.JoinsPerSecond, options.JoinBurst, second), mayRest: true, out var retryAfter)
            : _frames.TryTake(now, new AllowanceRate(options.MessagesPerSecond, options.MessageBurst, second), mayRest: true, out retryAfter);
        if (mayPass) return null;
        var what = isJoin ? "joins" : "messages";
        _services.Metrics.RateLimited(what, RoomSocketsMetrics.BuiltInLimit, isDryRun: false);
        return FrameError.TooFast(what, retryAfter);
    }

    private ValueTask AnswerAsync(ClientFrame frame)
    {
        switch (frame.Type)
        {
            case ClientFrameType.Publish:
                return _messages.PublishAsync(frame);
            case ClientFrameType.Signal:
                return _messages.SignalAsync(frame);
            case ClientFrameType.Direct:
                return _messages.DirectAsync(frame);
            case ClientFrameType.Join:
                return _rooms.JoinAsync(frame);
            case ClientFrameType.Leave:
                return _rooms.LeaveAsync(frame);
            case ClientFrameType.History:
                return _history.AnswerAsync(frame);
            case ClientFrameType.Auth:
                return _token.RefreshAsync(frame);
            case ClientFrameType.Status:
                SetStatus(frame);
                return ValueTask.CompletedTask;
            default:
                _replies.Send(json => ServerFrames.Pong(json, frame.Id.Span));
                return ValueTask.CompletedTask;
        }
    }

    /// <summary>A status is free text that all who watch presence read: who may say nothing anywhere may not say it so either.</summary>
    private void SetStatus(ClientFrame frame)
    {
        if (_services.Restrictions.RefuseSpeech(_entry.Connection, room: null) is { } muted)
        {
            _replies.Error(frame, muted);
            return;
        }

        // An anonymous connection is nobody whose status could be told.
        if (_entry.Connection.UserId is { } user) _services.Directory.SetStatus(user, frame.Status!);
        _replies.Ack(frame);
    }
}
