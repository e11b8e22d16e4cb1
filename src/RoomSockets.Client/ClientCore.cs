namespace RoomSockets.Client;

/// <summary>Owns all state of a client, and gives every frame to whom it concerns. Everything here happens in turns.</summary>
internal sealed class ClientCore : ICycleOwner, IMembershipOwner
{
    /// <summary>Signals are dropped first: they do not wait behind more than this, in bytes.</summary>
    private const int MostBeforeSignals = 64 * 1024;

    private readonly IClientEvents _events;
    private readonly RoomTable _rooms;
    private readonly ConnectionCycle _cycle;
    private readonly RequestQueue _requests;
    private readonly TokenRefresh _refresh;
    private RoomSocketsException _closed = new("closed", $"The client is not connected; call {nameof(RoomSocketsClient.ConnectAsync)} first.");
    private TaskCompletionSource _welcome = Promise.New();
    private string? _status;
    private bool _isQuiet;

    public ClientCore(Uri uri, RoomSocketsClientOptions options, IClientEvents events, Func<Membership, ClientRoom> createRoom)
    {
        (Options, _events) = (options, events);
        _rooms = new RoomTable(this, createRoom);
        _cycle = new ConnectionCycle(uri, options, Turns, Numbers, () => _refresh!.IsDue, this);
        _requests = new RequestQueue(options, Turns, Numbers, () => _cycle.Connection);
        _refresh = new TokenRefresh(options, Turns, Authenticate, failure => RaiseError(new RoomSocketsException("token_failed", "There was no token to refresh with.", failure) { IsTemporary = true }));
    }

    public RoomSocketsClientOptions Options { get; }

    public TurnQueue Turns { get; } = new();

    public RequestNumbers Numbers { get; } = new();

    public ClientConnection? Connection => _cycle.Connection;

    public ClientState State => _cycle.State;

    public DateTimeOffset? NextAttempt => _cycle.NextAttempt;

    /// <summary>Who the server says that this is; null for an anonymous connection, and before the first welcome.</summary>
    public RoomUser? User { get; private set; }

    /// <summary>Starts, if it has not; completes with the server's welcome.</summary>
    public Task Connect()
    {
        if (_cycle.State == ClientState.Closed)
        {
            _welcome = Promise.New();
            _isQuiet = false;
            _cycle.Start();
        }

        return _welcome.Task;
    }

    public void RetryNow() => _cycle.RetryNow();

    public ClientConnection? Close()
    {
        _isQuiet = true;
        return _cycle.Stop(new RoomSocketsException("closed", "The application closed the client."));
    }

    public Membership Join(string name, JoinOptions options) => _cycle.State == ClientState.Closed ? throw _closed : _rooms.Join(name, options);

    public void Leave(Membership room, Request request)
    {
        var isMember = room.Ended is null;
        if (isMember) _rooms.Leave(room);
        if (isMember && _cycle.Connection is not null) _requests.Add(request);
        else request.End();
    }

    public void Send(Request request)
    {
        if (_cycle.State == ClientState.Closed) request.Fail(_closed);
        else if (request.Room?.Ended is { } ended) request.Fail(ended);
        else _requests.Add(request);
    }

    public void Forget(Request request) => _requests.Remove(request);

    /// <summary>Sends a signal, or drops it where it could not go out at once.</summary>
    public bool Signal(Membership room, byte[] frame)
    {
        if (!room.IsJoined || _cycle.Connection is not { Backlog: < MostBeforeSignals } connection || frame.Length > _requests.MaxFrameBytes) return false;
        connection.Send(frame);
        return true;
    }

    /// <summary>The server took the status; it forgets that with the user's last connection.</summary>
    public AckFrame? KeepStatus(string status, AckFrame? ack)
    {
        if (ack is not null) _status = status;
        return ack;
    }

    public void OnFailed(string reason, Exception? cause) =>
        RaiseError(new RoomSocketsException("connect_failed", $"An attempt to connect failed: {reason}", cause) { IsTemporary = true });

    public void OnStateChanged(ClientState state) => Raise(() => _events.RaiseState(state));

    public void OnWelcome(WelcomeFrame welcome)
    {
        User = welcome.User.ToUser();
        _requests.MaxFrameBytes = welcome.Limits?.MaxBytes ?? long.MaxValue;
        _refresh.Schedule(welcome.TokenExpiresIn);
        if (_status is not null) _cycle.Connection?.Send(FrameWriter.Status(Numbers.Next(), _status));
        foreach (var room in _rooms.All) room.Join();
        _requests.Flush();
        _welcome.TrySetResult();
    }

    public void OnLost()
    {
        _refresh.Stop();
        foreach (var room in _rooms.All) room.OnLost();
        _requests.OnLost();
    }

    public void OnClosed(RoomSocketsException reason)
    {
        _closed = reason;
        _refresh.Stop();
        _requests.FailAll(reason);
        foreach (var room in _rooms.All) room.End(reason, left: null, _isQuiet);
        _welcome.TrySetException(reason);
    }

    public void OnJoined() => _requests.Flush();

    public void OnSeen(Membership membership, RoomMessage message)
    {
        // Keys belong to their senders: others may have the same.
        if (message.From?.Id == User?.Id) _requests.Confirm(membership, message.Key, message.Offset);
    }

    public void OnEnded(Membership membership)
    {
        _rooms.Forget(membership);
        _requests.OnEnded(membership);
    }

    public void OnFrame(ServerFrame frame)
    {
        switch (frame)
        {
            case MessageFrame message: _rooms.Find(message.Room)?.OnMessage(message); break;
            case SkipFrame skip: _rooms.Find(skip.Room)?.OnSkip(skip); break;
            case JoinedFrame joined: OnJoined(joined); break;
            case GapFrame gap: _rooms.Find(gap.Room)?.OnGap(); break;
            case PresenceFrame presence: _rooms.Find(presence.Room)?.OnPresence(presence); break;
            case SignalFrame signal: OnSignal(signal); break;
            case RedactedFrame redacted: OnRedacted(redacted); break;
            case DirectFrame direct: Raise(() => _events.RaiseDirect(direct.ToDirect())); break;
            case LeftFrame left: OnLeft(left); break;
            case ErrorFrame error: OnError(error); break;
            default: _requests.TryAnswer(frame); break;
        }
    }

    public void Raise(Action raise) => Turns.Call(() => Guard(raise));

    private void Guard(Action raise)
    {
        try
        {
            raise();
        }
        catch (Exception failure)
        {
            // The application's own fault must not cost it its connection.
            Tell(new RoomSocketsException("handler_failed", "A handler of this client's events failed.", failure));
        }
    }

    private void OnJoined(JoinedFrame frame)
    {
        var room = _rooms.Find(frame.Room);
        if (room is null && frame.Id is null)
        {
            room = _rooms.Receive(frame.Room);
            if (room is not null) Raise(() => _events.RaiseRoomJoined(room.Room));
        }

        room?.OnJoined(frame);
    }

    private void OnSignal(SignalFrame frame)
    {
        if (frame.Room is null) Raise(() => _events.RaiseNotice(frame.ToSignal()));
        else if (_rooms.Find(frame.Room) is { } room) Raise(() => room.Room.RaiseSignal(frame.ToSignal()));
    }

    private void OnRedacted(RedactedFrame frame)
    {
        if (_rooms.Find(frame.Room) is { } room) Raise(() => room.Room.RaiseRedacted(frame.ToRedaction()));
    }

    private void OnLeft(LeftFrame frame)
    {
        // One with an id answers our own leaving, be it long forgotten; the room may be joined anew by now.
        if (_requests.TryAnswer(frame) || frame.Id is not null || _rooms.Find(frame.Room) is not { } room) return;
        _rooms.Refuse(room);
        var reason = frame.Reason ?? "left";
        room.End(new RoomSocketsException(reason, $"The server ended the membership of '{room.Name}': {reason}") { Room = room.Name }, new RoomLeft(reason, FrameValues.ToTime(frame.Until)));
    }

    private void OnError(ErrorFrame frame)
    {
        if (_requests.TryAnswer(frame) || _rooms.All.Any(room => room.TryRefuse(frame))) return;
        if (frame.Id is null) RaiseError(frame.ToException());
    }

    private void Authenticate(string token)
    {
        var request = new Request<AckFrame>(id => FrameWriter.Auth(id, token), frame => Accept(frame as AckFrame)) { IsOfConnection = true, IsUnbounded = true };
        _requests.Add(request);
        _ = TellFailureAsync(request.Answer);
    }

    private AckFrame? Accept(AckFrame? ack)
    {
        _refresh.Schedule(ack?.TokenExpiresIn);
        return ack;
    }

    private async Task TellFailureAsync(Task answer)
    {
        try
        {
            await answer.ConfigureAwait(false);
        }
        catch (RoomSocketsException refused)
        {
            Turns.Post(() =>
            {
                if (refused.IsTemporary && _cycle.State == ClientState.Connected) _refresh.Retry();
                RaiseError(refused);
            });
        }
    }

    private void RaiseError(RoomSocketsException error) => Turns.Call(() => Tell(error));

    private void Tell(RoomSocketsException error)
    {
        try
        {
            _events.RaiseError(error);
        }
        catch (Exception)
        {
            // Who is told of failures and fails cannot be told of it.
        }
    }
}
