using System.Net.WebSockets;

namespace RoomSockets.Client;

/// <summary>Whom the cycle tells what it brings about, in turns.</summary>
internal interface ICycleOwner
{
    void OnStateChanged(ClientState state);

    void OnWelcome(WelcomeFrame welcome);

    void OnFrame(ServerFrame frame);

    /// <summary>An attempt failed; another will come.</summary>
    void OnFailed(string reason, Exception? cause);

    /// <summary>A connection that had been welcomed is gone; another will come.</summary>
    void OnLost();

    /// <summary>None will come.</summary>
    void OnClosed(RoomSocketsException reason);
}

/// <summary>Owns the connection: opens it, notices its end, waits, opens the next one, until it is stopped or the server says never.</summary>
#pragma warning disable CA1001 // The source of an attempt has no timer and no handle; whoever gives it up cancels it.
internal sealed class ConnectionCycle : IConnectionOwner
#pragma warning restore CA1001
{
    /// <summary>A server that welcomes and closes sooner is none that works.</summary>
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(5);

    private readonly RoomSocketsClientOptions _options;
    private readonly TurnQueue _turns;
    private readonly Func<bool> _isTokenDue;
    private readonly ICycleOwner _owner;
    private readonly SocketOpener _opener;
    private readonly Vitals _vitals;
    private readonly Alarm _deadline;
    private readonly Alarm _next;
    private CancellationTokenSource? _opening;
    private ClientConnection? _connection;
    private ByeFrame? _bye;
    private bool _isWelcome;
    private DateTimeOffset _welcomeAt;
    private bool _isTokenStale;
    private DateTimeOffset _notBefore;
    private int _attempt;
    private volatile ClientState _state;

    public ConnectionCycle(Uri uri, RoomSocketsClientOptions options, TurnQueue turns, RequestNumbers numbers, Func<bool> isTokenDue, ICycleOwner owner)
    {
        (_options, _turns, _isTokenDue, _owner) = (options, turns, isTokenDue, owner);
        _opener = new SocketOpener(uri, options);
        _vitals = new Vitals(options.Clock, turns, () => _connection?.Send(FrameWriter.Ping(numbers.Next())), () => GiveUp("Nothing came from the server for 45 s."));
        _deadline = new Alarm(options.Clock, turns, () => GiveUp($"Connecting took longer than {options.ConnectTimeout}."));
        _next = new Alarm(options.Clock, turns, Open);
    }

    public ClientState State => _state;

    /// <summary>When the next attempt begins; null while one is made, and when none will be.</summary>
    public DateTimeOffset? NextAttempt { get; private set; }

    /// <summary>The connection, once the server said welcome.</summary>
    public ClientConnection? Connection => _isWelcome ? _connection : null;

    public void Start()
    {
        (_attempt, _isTokenStale) = (0, false);
        SetState(ClientState.Connecting);
        Open();
    }

    /// <summary>Waits no longer than the server asked for.</summary>
    public void RetryNow()
    {
        if (_next.IsSet) Schedule(_notBefore - _options.Clock.GetUtcNow());
    }

    /// <summary>Ends for good. Returns the connection that says goodbye now, if there is one.</summary>
    public ClientConnection? Stop(RoomSocketsException reason)
    {
        if (_state == ClientState.Closed) return null;
        var connection = _connection;
        Forget();
        _next.Stop();
        NextAttempt = null;
        connection?.Close();
        SetState(ClientState.Closed);
        _owner.OnClosed(reason);
        return connection;
    }

    public void OnFrame(ClientConnection connection, ReadOnlySpan<byte> utf8)
    {
        if (connection != _connection) return;
        _vitals.Hear();
        switch (FrameReader.Read(utf8))
        {
            case WelcomeFrame welcome when !_isWelcome:
                Welcome(welcome);
                break;
            case ByeFrame bye:
                _bye = bye;
                break;
            case { } frame when _isWelcome:
                _owner.OnFrame(frame);
                break;
        }
    }

    public void OnEnded(ClientConnection connection, ConnectionEnd end)
    {
        if (connection != _connection) return;
        // A bye says why, even where its close frame got lost.
        var code = end.Code is ConnectionEnd.Abnormal && _bye is { Code: > 0 } bye ? bye.Code : end.Code;
        Lose(end with { Code = code }, FrameValues.ToWait(_bye?.RetryAfterMs));
    }

    private void Schedule(TimeSpan wait)
    {
        if (wait <= TimeSpan.Zero)
        {
            _next.Stop();
            Open();
            return;
        }

        NextAttempt = _options.Clock.GetUtcNow() + wait;
        _next.Set(wait);
    }

    private void Open()
    {
        NextAttempt = null;
        var opening = _opening = new CancellationTokenSource();
        _deadline.Set(_options.ConnectTimeout);
        var request = new TokenRequest(_isTokenStale || _isTokenDue());
        _turns.Call(() => _ = OpenAsync(opening, request));
    }

    private async Task OpenAsync(CancellationTokenSource opening, TokenRequest request)
    {
        try
        {
            var socket = await _opener.OpenAsync(request, opening.Token).ConfigureAwait(false);
            _turns.Post(() => OnOpened(opening, socket));
        }
        catch (Exception failure)
        {
            _turns.Post(() => OnFailed(opening, failure));
        }
    }

    private void OnOpened(CancellationTokenSource opening, WebSocket socket)
    {
        if (opening != _opening)
        {
            socket.Abort();
            socket.Dispose();
            return;
        }

        _opening = null;
        _connection = new ClientConnection(socket, _options.MaxFrameBytes, _turns, this);
        _connection.Start();
    }

    private void OnFailed(CancellationTokenSource opening, Exception failure)
    {
        if (opening != _opening) return;
        if (failure is RoomSocketsException { IsTemporary: false } final) Stop(final);
        else Lose(ConnectionEnd.Lost(failure.Message, failure), (failure as RoomSocketsException)?.RetryAfter);
    }

    private void Welcome(WelcomeFrame welcome)
    {
        (_isWelcome, _welcomeAt) = (true, _options.Clock.GetUtcNow());
        _deadline.Stop();
        _vitals.Start();
        SetState(ClientState.Connected);
        _owner.OnWelcome(welcome);
    }

    private void GiveUp(string reason)
    {
        _connection?.Abort();
        Lose(ConnectionEnd.Lost(reason), FrameValues.ToWait(_bye?.RetryAfterMs));
    }

    private void Lose(ConnectionEnd end, TimeSpan? leastWait)
    {
        if (CloseVerdict.IsFinal(end.Code) || _bye?.Reconnect == false)
        {
            Stop(Reason(end));
            return;
        }

        var wasWelcome = _isWelcome;
        var now = _options.Clock.GetUtcNow();
        if (wasWelcome && now - _welcomeAt >= Lasting) _attempt = 0;
        _isTokenStale = !wasWelcome || end.Code == CloseVerdict.TokenExpired;
        Forget();
        if (wasWelcome) SetState(ClientState.Reconnecting);
        var wait = Backoff.Wait(_attempt++, _options.SafeJitter());
        _notBefore = now + (leastWait ?? TimeSpan.Zero);
        Schedule(wait > leastWait || leastWait is null ? wait : leastWait.Value);
        if (wasWelcome) _owner.OnLost();
        else _owner.OnFailed(end.Reason, end.Cause);
    }

    private void Forget()
    {
        if (_opening is { } opening) _turns.Call(() => Cancel(opening));
        (_opening, _connection, _bye, _isWelcome) = (null, null, null, false);
        _deadline.Stop();
        _vitals.Stop();
    }

    private static void Cancel(CancellationTokenSource opening)
    {
        try
        {
            opening.Cancel();
        }
        catch (AggregateException)
        {
            // What the opener of sockets registered failed; the attempt is given up all the same.
        }
    }

    private void SetState(ClientState state)
    {
        _state = state;
        _owner.OnStateChanged(state);
    }

    private static RoomSocketsException Reason(ConnectionEnd end) =>
        new("closed", $"The server closed the connection for good: {end.Code} {end.Reason}", end.Cause) { CloseCode = end.Code };
}
