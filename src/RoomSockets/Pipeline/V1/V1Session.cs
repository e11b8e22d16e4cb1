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

    public V1Session(DirectoryEntry entry, PipelineServices services, InboundMessage message, TokenRefresh refresh)
    {
        (_entry, _services) = (entry, services);
        _replies = new V1Replies(entry.Connection, services.Metrics);
        _rooms = new V1Rooms(entry, services, _replies);
        _messages = new V1Messages(entry, services, message, _replies);
        _history = new V1History(entry, services, _replies);
        _token = new V1Token(entry, services, _rooms, refresh, _replies);
    }

    /// <summary>The first frame: before anybody finds the connection, since whoever does may send.</summary>
    public void Greet()
    {
        var connection = _entry.Connection;
        _replies.Send(json => ServerFrames.Welcome(
            json, connection.Id, connection.Identity.Reference, connection.Options.MaxMessageBytes, connection.Options.MaxRoomsPerConnection, _token.ExpiresIn));
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
        if (ClientFrameReader.Read(data.Bytes, frame) is { } error)
        {
            _replies.ProtocolError(frame, error);
            return;
        }

        try
        {
            await AnswerAsync(frame);
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
                // An anonymous connection is nobody whose status could be told.
                if (_entry.Connection.UserId is { } user) _services.Directory.SetStatus(user, frame.Status!);
                _replies.Ack(frame);
                return ValueTask.CompletedTask;
            default:
                _replies.Send(json => ServerFrames.Pong(json, frame.Id.Span));
                return ValueTask.CompletedTask;
        }
    }
}
