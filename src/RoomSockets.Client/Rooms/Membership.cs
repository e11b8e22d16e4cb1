namespace RoomSockets.Client;

/// <summary>Owns how far one room is known, and gets it further: joins, sees holes, joins again from where it was.</summary>
internal sealed class Membership
{
    private readonly IMembershipOwner _owner;
    private readonly Alarm _retry;
    private TaskCompletionSource _joined = Promise.New();
    private JoinOptions _options;
    private string? _epoch;
    private long _offset;
    private long? _joinId;
    private int _refusals;
    private bool _isBehind;
    private bool _wasAskedFor;

    /// <param name="owner">The client.</param>
    /// <param name="name">The room's name.</param>
    /// <param name="options">What the application asks for; null when the server joined it by itself.</param>
    /// <param name="createRoom">Makes what the application sees.</param>
    public Membership(IMembershipOwner owner, string name, JoinOptions? options, Func<Membership, ClientRoom> createRoom)
    {
        (_owner, Name, _options, _wasAskedFor, IsOfServer) = (owner, name, options ?? new JoinOptions(), options is not null, options is null);
        _retry = new Alarm(owner.Options.Clock, owner.Turns, Join);
        Buffer = new MessageBuffer(owner.Options.RoomBuffer, () => owner.Turns.Post(CatchUp));
        if (options?.Since is { } since) (_offset, _epoch) = (since.Offset, since.Epoch);
        Room = createRoom(this);
    }

    public string Name { get; }

    public ClientRoom Room { get; }

    public MessageBuffer Buffer { get; }

    public PresenceTable Presence { get; } = new();

    /// <summary>Whether the server puts every connection into this room by itself.</summary>
    public bool IsOfServer { get; }

    /// <summary>Whether the server counts the present connection as a member.</summary>
    public bool IsJoined { get; private set; }

    /// <summary>Why it ended; null while it lasts.</summary>
    public RoomSocketsException? Ended { get; private set; }

    /// <summary>Completes when what was asked for is here; fails when it will not be.</summary>
    public Task Joined => _joined.Task;

    /// <summary>The last offset that was delivered or withheld; null when none is known.</summary>
    public RoomPosition? Position => _epoch is null ? null : new RoomPosition(_offset, _epoch);

    /// <summary>The present joined is awaited: whatever else comes of the room, comes again.</summary>
    private bool IsJoining => _joinId is not null || _retry.IsSet;

    private bool IsLive => IsJoined && !IsJoining && !_isBehind;

    public void Join()
    {
        _retry.Stop();
        if (Ended is not null || _owner.Connection is not { } connection) return;
        var id = _owner.Numbers.Next();
        _joinId = id;
        // A room that stands still because nobody reads is joined without a position: what it would bring has no place yet.
        var since = _isBehind ? null : Position;
        connection.Send(FrameWriter.Join(id, Name, _epoch is null ? _options : _options with { History = 0 }, since));
    }

    /// <summary>The application asks for a room that is joined already, be it by itself or by the server (the room of the route).</summary>
    public void Ask(JoinOptions options)
    {
        var wantsHistory = options.History > 0 && !_wasAskedFor && Buffer.TryClear();
        var wantsPresence = options.Presence && !_options.Presence;
        if (wantsHistory) (_epoch, _isBehind) = (null, false);
        _options = options with { Presence = options.Presence || _options.Presence };
        _wasAskedFor = true;
        if (!wantsHistory && !wantsPresence) return;
        if (_joined.Task.IsCompleted) _joined = Promise.New();
        Join();
    }

    public void OnJoined(JoinedFrame frame)
    {
        if (frame.Id is null && (_joinId is not null || _epoch is not null))
        {
            // The server put us into the room by itself. Where we know a position, only an answer to our own join continues it.
            if (IsLive && (frame.Epoch != _epoch || frame.Offset != _offset)) Join();
            return;
        }

        if (frame.Id != _joinId) return;
        _retry.Stop();
        (_joinId, _refusals, IsJoined) = (null, 0, true);
        if (!_isBehind) Continue(frame);
        if (frame.Presence is { } presence) RaisePresence(Presence.Replace(presence));
        _joined.TrySetResult();
        _owner.OnJoined();
    }

    public void OnMessage(MessageFrame frame)
    {
        if (TryAdvance(frame.Offset)) Deliver(frame.ToMessage());
    }

    public void OnSkip(SkipFrame frame)
    {
        if (TryAdvance(frame.Offset)) _offset = frame.Offset;
    }

    /// <summary>Frames are missing, says the server.</summary>
    public void OnGap()
    {
        if (IsLive) Join();
    }

    public void OnPresence(PresenceFrame frame)
    {
        if (IsJoined) RaisePresence(Presence.Apply(frame));
    }

    /// <summary>Takes an answer to its join; false when it is none.</summary>
    public bool TryRefuse(ErrorFrame error)
    {
        if (_joinId is null || error.Id != _joinId) return false;
        _joinId = null;
        var reason = error.ToException();
        if (reason.IsTemporary) _retry.Set(reason.RetryAfter ?? Backoff.Wait(_refusals++, _owner.Options.SafeJitter()));
        else End(reason, new RoomLeft(reason.Code, FrameValues.ToTime(error.Until)));
        return true;
    }

    public void OnLost()
    {
        (IsJoined, _joinId) = (false, null);
        _retry.Stop();
    }

    /// <param name="reason">What those who wait hear.</param>
    /// <param name="left">What the application is told; null when it knows.</param>
    /// <param name="isQuiet">Whether readers just come to an end, because the application wanted it so.</param>
    public void End(RoomSocketsException reason, RoomLeft? left, bool isQuiet = false)
    {
        if (Ended is not null) return;
        var wasMember = _epoch is not null;
        OnLost();
        Ended = reason;
        Buffer.Complete(isQuiet ? null : reason);
        _joined.TrySetException(reason);
        _owner.OnEnded(this);
        if (wasMember && left is not null) _owner.Raise(() => Room.RaiseLeft(left));
    }

    private void CatchUp()
    {
        if (!_isBehind) return;
        _isBehind = false;
        Join();
    }

    private void Continue(JoinedFrame frame)
    {
        if (_epoch is null)
        {
            // What is to be told begins before the first message, be there any or not.
            _offset = (frame.Messages.Count > 0 ? frame.Messages[0].Offset : frame.Offset + 1) - 1;
        }
        else if (frame.Epoch != _epoch || (frame.Recovered != true && frame.Offset != _offset))
        {
            RaiseGap(frame);
            _offset = frame.Offset;
        }

        _epoch = frame.Epoch;
        foreach (var part in frame.Messages)
        {
            if (_isBehind || part.Offset <= _offset) continue;
            if (part.Deleted) _offset = part.Offset;
            else Deliver(part.ToMessage());
        }

        if (!_isBehind) _offset = frame.Offset;
    }

    private bool TryAdvance(long offset)
    {
        if (!IsLive || offset <= _offset) return false;
        if (offset == _offset + 1) return true;
        Join();
        return false;
    }

    private void Deliver(RoomMessage message)
    {
        _owner.OnSeen(this, message);
        if (Buffer.TryAdd(message)) _offset = message.Offset;
        else _isBehind = true;
    }

    private void RaiseGap(JoinedFrame frame)
    {
        var hasRestarted = frame.Epoch != _epoch || frame.Offset < _offset;
        var gap = new RoomGap(hasRestarted ? 1 : _offset + 1, frame.Offset, hasRestarted);
        _owner.Raise(() => Room.RaiseGap(gap));
    }

    private void RaisePresence(PresenceChange change) => _owner.Raise(() => Room.RaisePresence(change));
}
