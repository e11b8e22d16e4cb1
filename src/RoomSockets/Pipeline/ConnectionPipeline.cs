
namespace RoomSockets;

/// <summary>Owns one connection from enter to forgotten: calls the handler, in order, and cleans up exactly once.</summary>
internal sealed class ConnectionPipeline : IReceiver
{
    private readonly DirectoryEntry _entry;
    private readonly PipelineServices _services;
    private readonly InboundMessage _message;
    private readonly V1Session? _session;
    private Allowance _allowance;

    public ConnectionPipeline(DirectoryEntry entry, PipelineServices services, TokenRefresh refresh)
    {
        (_entry, _services) = (entry, services);
        _message = new InboundMessage(entry, services.Publisher, services.Scopes);
        if (entry.Connection.Dialect is not null) _session = new V1Session(entry, services, _message, refresh);
    }

    private Connection Connection => _entry.Connection;

    private RoomHandler Handler => _entry.Handler;

    /// <summary>
    /// Before the upgrade: the connection is registered and a member of the route's room, so that a client whose handshake was
    /// answered misses nothing. What it is sent meanwhile waits in its outbox.
    /// </summary>
    /// <returns>False when there is no place for another room.</returns>
    public bool TryEnter()
    {
        _session?.Greet();
        _services.Directory.Add(_entry);
        // Who speaks the sub-protocol is told where it is when it joins, and joins when it can be told.
        var hasPlace = _session is not null || Connection.Request.Room is not { } room || _services.Directory.Join(_entry, room) != JoinResult.RoomUnavailable;
        // Whoever bans from here on finds it in the lists; a ban of just before is seen here.
        if (_services.Restrictions.RefuseEntry(Connection, _session is null ? Connection.Request.Room : null) is not null) Connection.Close(CloseReason.BannedEverywhere);
        return hasPlace;
    }

    /// <summary>Serves the connection until it has ended. Never throws.</summary>
    /// <param name="wire">The bytes of both directions.</param>
    public async Task RunAsync(Wire wire)
    {
        _services.Metrics.Opened();
        try
        {
            Connection.Open(wire, this);
            if (Connection.Reason is null) await BeginAsync();
            await Connection.Input.RunAsync(this);
        }
        catch (Exception error)
        {
            Fail(error);
        }
        finally
        {
            await Connection.EndAsync();
            await LeaveAsync();
            PipelineLog.Ended(_services.Logger, Connection.Id, Connection.Reason!.ForLog, Connection.DroppedSignals);
            _services.Metrics.Closed(Connection.Reason!, _services.Time.GetUtcNow() - Connection.ConnectedAt);
        }
    }

    ValueTask IReceiver.OnMessageAsync(MessageData data)
    {
        _services.Metrics.Received(data);
        if (_session is not null) return AwaitSessionAsync(_session.OnMessageAsync(data));
        if (data.IsBinary && !Connection.Options.AllowBinary)
        {
            Connection.Close(new CloseReason(CloseCause.LimitExceeded, CloseCode.UnsupportedData, "binary messages are not accepted here"));
            return ValueTask.CompletedTask;
        }

        if (!TryAfford()) return ValueTask.CompletedTask;
        return (_services.Rules.AllowEverything && _services.Restrictions.IsEmpty) || Connection.Request.Room is not { } room ? Handle(data) : AskAndHandleAsync(room, data);
    }

    void IReceiver.OnEndOfRead() => _message.Flush();

    void IReceiver.OnClosing(CloseReason reason)
    {
        // Before the close frame goes out the connection is in no room and no list: what is published from here on does not
        // concern it, and whoever asks does not find it.
        _services.Directory.Remove(_entry);
        if (reason.Cause == CloseCause.TooSlow) PipelineLog.TooSlow(_services.Logger, Connection.Id, Connection.Options.OutboxBytes);
    }

    /// <summary>Whether it may say that much. Before everything else that a message costs.</summary>
    private bool TryAfford()
    {
        var options = Connection.Options;
        var rate = new AllowanceRate(options.MessagesPerSecond, options.MessageBurst, _services.Time.TimestampFrequency);
        if (_allowance.TryTake(Connection.Input.LastRead, rate, mayRest: false, out var retryAfter)) return true;
        _services.Metrics.RateLimited("messages", RoomSocketsMetrics.BuiltInLimit, isDryRun: false);
        // What was said before comes before what is said of this one.
        _message.Flush();
        Connection.PostFrame(TemporaryError.TooFast(retryAfter));
        return false;
    }

    /// <summary>Apart from what waits as long as the connection lives. A raw one is a member already; the other learns of it here.</summary>
    private async ValueTask BeginAsync()
    {
        if (_session is not null) await _session.BeginAsync();
        else if (Connection.Request.Room is { } room && _entry.Find(room) is not null) await CallAsync(() => _entry.TellJoinedAsync(room));
        if (Connection.Reason is null) await CallAsync(_entry.TellConnectedAsync);
    }

    private async ValueTask AwaitAsync(ValueTask handling)
    {
        try
        {
            await handling;
        }
        catch (Exception error)
        {
            Fail(error);
        }
        finally
        {
            await _message.EndAsync();
        }
    }

    private ValueTask Handle(MessageData data)
    {
        _message.Begin(data);
        try
        {
            var task = _message.HandleAsync();
            if (!task.IsCompletedSuccessfully) return AwaitAsync(task);
            return _message.EndAsync();
        }
        catch (Exception error)
        {
            Fail(error);
            return _message.EndAsync();
        }
    }

    /// <summary>Who speaks raw is asked about before its handler, as those are who speak the sub-protocol: it hears of it, and stays.</summary>
    private async ValueTask AskAndHandleAsync(string room, MessageData data)
    {
        if (!await MaySpeakAsync(room)) Connection.PostFrame(TemporaryError.Forbidden);
        else if (_services.Restrictions.RefusePublishing(Connection, room) is { } error) Connection.PostFrame(TemporaryError.Of(error));
        else await Handle(data);
    }

    private async ValueTask<bool> MaySpeakAsync(string room)
    {
        try
        {
            return await _services.Rules.AllowsAsync(RoomOperation.Publish, room, Connection.User, Connection.Closing);
        }
        catch (RoomRuleFailedException failure)
        {
            _services.Guard.NoteRule(_entry, failure);
            return false;
        }
    }

    private async ValueTask AwaitSessionAsync(ValueTask handling)
    {
        try
        {
            await handling;
        }
        catch (Exception error)
        {
            Fail(error);
        }
    }

    private async ValueTask LeaveAsync()
    {
        foreach (var room in _entry.Rooms) await CallAsync(() => _entry.TellLeftAsync(room.Name, LeaveCause.Disconnected));
        await CallAsync(_entry.TellDisconnectedAsync);
        await CallAsync(DisposeHandlerAsync);
    }

    private ValueTask DisposeHandlerAsync()
    {
        if (Handler is IAsyncDisposable disposable) return disposable.DisposeAsync();
        (Handler as IDisposable)?.Dispose();
        return ValueTask.CompletedTask;
    }

    private ValueTask<bool> CallAsync(Func<ValueTask> hook) => _services.Guard.CallAsync(_entry, hook);

    private void Fail(Exception error) => _services.Guard.Fail(_entry, error);
}
