namespace RoomSockets.Client;

/// <summary>
/// A client of <c>roomsockets.v1.json</c>. It comes back by itself whenever its connection is lost, joins its rooms again from where
/// they were, and repeats what was not acknowledged: every message is delivered once, and in order.
/// </summary>
/// <remarks>
/// All members may be called from any thread. Events are raised one after the other, never two at a time, on any thread, that of a
/// caller of this client too; a handler that does not return holds up the next ones, and in most cases the reading of the socket: let
/// none block on an answer of the server.
/// </remarks>
public sealed class RoomSocketsClient : IAsyncDisposable, IClientEvents
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);
    private readonly ClientCore _core;
    private bool _isDisposed;

    /// <summary>Makes a client; <see cref="ConnectAsync"/> starts it.</summary>
    /// <param name="uri">The endpoint: <c>ws</c>, <c>wss</c>, <c>http</c> or <c>https</c>.</param>
    /// <param name="configure">Changes the defaults.</param>
    /// <exception cref="ArgumentException">The address has another scheme, or an option is out of its bounds.</exception>
    public RoomSocketsClient(Uri uri, Action<RoomSocketsClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(uri);
        var options = new RoomSocketsClientOptions();
        configure?.Invoke(options);
        _core = new ClientCore(SocketUri.From(uri), options, this, membership => new ClientRoom(membership, _core!));
    }

    /// <summary>The state has changed; here is the new one.</summary>
    public event EventHandler<ClientState>? StateChanged;

    /// <summary>The server put this client into a room by itself: that of the endpoint's route. <see cref="Join"/> gives the same room.</summary>
    public event EventHandler<ClientRoom>? RoomJoined;

    /// <summary>A message from one user to another came: to this user, or from another of this user's devices. One that was missed while there was no connection is not repeated; see <see cref="DirectHistoryAsync"/>.</summary>
    public event EventHandler<DirectMessage>? DirectReceived;

    /// <summary>The server said something outside of any room.</summary>
    public event EventHandler<RoomSignal>? NoticeReceived;

    /// <summary>Something failed that nobody waits for: an attempt to connect (<c>connect_failed</c>), a signal, a refresh of the token (<c>token_failed</c>), a handler of yours (<c>handler_failed</c>).</summary>
    public event EventHandler<RoomSocketsException>? ErrorReceived;

    /// <summary>Where the client is in its life.</summary>
    public ClientState State => _core.State;

    /// <summary>When the next attempt to connect begins; null while one is made, and when none will be.</summary>
    public DateTimeOffset? NextAttempt => _core.Turns.Ask(() => _core.NextAttempt);

    /// <summary>Who the server says that this is; null for an anonymous connection, and before the first welcome.</summary>
    public RoomUser? User => _core.User;

    /// <summary>A new key for a message: 40 characters that sort by time and cannot be guessed.</summary>
    public static string NewKey() => MessageKey.New(TimeProvider.System.GetUtcNow());

    /// <summary>Starts the client, and completes when the server has said welcome. It tries for ever, unless it is refused for good.</summary>
    /// <param name="cancellationToken">Gives up: the client is closed again.</param>
    /// <exception cref="RoomSocketsException">The server refused for good, or the client was closed meanwhile.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public async Task ConnectAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var welcome = Task.CompletedTask;
        await _core.Turns.PostAsync(() => welcome = _core.Connect()).ConfigureAwait(false);
        try
        {
            await welcome.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await CloseAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Tries to connect now instead of at <see cref="NextAttempt"/>, or as soon as the server allows: the network is back, or somebody pressed a button.</summary>
    public void RetryNow() => _core.Turns.Post(_core.RetryNow);

    /// <summary>
    /// Joins a room, as soon as there is a connection and again on every later one. Returns at once; what is published meanwhile waits.
    /// A room that is joined already is the same object.
    /// </summary>
    /// <param name="room">The room's name, 1 to 60 code points.</param>
    /// <param name="options">What to ask for.</param>
    /// <exception cref="RoomSocketsException">The client is closed.</exception>
    public ClientRoom Join(string room, JoinOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(room);
        options ??= new JoinOptions();
        return _core.Turns.Ask(() => _core.Join(room.Normalize(), options)).Room;
    }

    /// <summary>Joins a room and waits for the server's answer, through as many connections as it takes.</summary>
    /// <param name="room">The room's name, 1 to 60 code points.</param>
    /// <param name="options">What to ask for.</param>
    /// <param name="cancellationToken">Gives up: the room is left again.</param>
    /// <exception cref="RoomSocketsException">The server refused (<c>forbidden</c>, <c>banned</c>, …), or the client is closed.</exception>
    public async Task<ClientRoom> JoinAsync(string room, JoinOptions? options = null, CancellationToken cancellationToken = default)
    {
        var joined = Join(room, options);
        try
        {
            await joined.Joined.WaitAsync(cancellationToken).ConfigureAwait(false);
            return joined;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _ = joined.LeaveAsync(CancellationToken.None);
            throw;
        }
    }

    /// <summary>Sends a message to every device of a user, and to the other ones of this user. Completes with the server's acknowledgement.</summary>
    /// <param name="userId">To whom.</param>
    /// <param name="data">What: a string, or any JSON value.</param>
    /// <param name="key">The message's key, see <see cref="PublishOptions.Key"/>.</param>
    /// <param name="cancellationToken">Stops waiting and repeating; the message may have been taken already.</param>
    /// <exception cref="RoomSocketsException">It was refused, or the answer did not come in time (<c>timeout</c>).</exception>
    public Task<PublishResult> DirectAsync(string userId, JsonData data, string? key = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        ArgumentNullException.ThrowIfNull(data);
        key = MessageKey.Check(key) ?? MessageKey.New(_core.Options.Clock.GetUtcNow());
        return _core.AskAsync(
            new Request<PublishResult>(id => FrameWriter.Direct(id, userId, key, data), Answers.ToResult) { To = userId, Bytes = data.Utf8.Length }, cancellationToken);
    }

    /// <summary>Reads what was said between this user and another one.</summary>
    /// <param name="userId">The other one.</param>
    /// <param name="options">Which piece.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="RoomSocketsException">It was refused, or the answer did not come in time (<c>timeout</c>).</exception>
    public Task<HistoryPage> DirectHistoryAsync(string userId, HistoryOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        var page = HistoryOptions.Check(options);
        return _core.AskAsync(new Request<HistoryPage>(id => FrameWriter.History(id, null, userId, page), Answers.ToPage) { To = userId, IsRead = true }, cancellationToken);
    }

    /// <summary>Sets the user's status in all rooms; it is kept across reconnects.</summary>
    /// <param name="status">At most 64 characters; <c>online</c> is the usual one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="RoomSocketsException">It was refused, or the answer did not come in time (<c>timeout</c>).</exception>
    public Task SetStatusAsync(string status, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(status);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status.Length, 64, nameof(status));
        return _core.AskAsync(new Request<AckFrame>(id => FrameWriter.Status(id, status), frame => _core.KeepStatus(status, frame as AckFrame)), cancellationToken);
    }

    /// <summary>Leaves for good: rooms end, what still waits fails with <c>closed</c>. <see cref="ConnectAsync"/> starts anew.</summary>
    public async Task CloseAsync()
    {
        ClientConnection? connection = null;
        await _core.Turns.PostAsync(() => connection = _core.Close()).ConfigureAwait(false);
        if (connection is not null) await connection.EndAsync(CloseTimeout, _core.Options.Clock).ConfigureAwait(false);
    }

    /// <inheritdoc cref="CloseAsync"/>
    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        await CloseAsync().ConfigureAwait(false);
    }

    void IClientEvents.RaiseState(ClientState state) => StateChanged?.Invoke(this, state);

    void IClientEvents.RaiseRoomJoined(ClientRoom room) => RoomJoined?.Invoke(this, room);

    void IClientEvents.RaiseDirect(DirectMessage message) => DirectReceived?.Invoke(this, message);

    void IClientEvents.RaiseNotice(RoomSignal notice) => NoticeReceived?.Invoke(this, notice);

    void IClientEvents.RaiseError(RoomSocketsException error) => ErrorReceived?.Invoke(this, error);
}
