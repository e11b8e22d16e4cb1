
namespace RoomSockets;

/// <summary>Owns one connection from enter to forgotten: calls the handler, in order, and cleans up exactly once.</summary>
internal sealed class ConnectionPipeline(DirectoryEntry entry, PipelineServices services, bool showDetail) : IReceiver
{
    private readonly InboundMessage _message = new(entry, services.Publisher, services.Scopes);

    private Connection Connection => entry.Connection;

    private RoomHandler Handler => entry.Handler;

    /// <summary>Serves the connection until it has ended. Never throws.</summary>
    /// <param name="wire">The bytes of both directions.</param>
    public async Task RunAsync(Wire wire)
    {
        services.Metrics.Opened();
        services.Directory.Add(entry);
        try
        {
            Connection.Open(wire, this);
            Enter();
            if (Connection.Reason is null) await GuardAsync(() => Handler.OnConnectedAsync(Connection.Closing));
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
            PipelineLog.Ended(services.Logger, Connection.Id, Connection.Reason!);
            services.Metrics.Closed(Connection.Reason!, services.Time.GetUtcNow() - Connection.ConnectedAt);
        }
    }

    ValueTask IReceiver.OnMessageAsync(MessageData data)
    {
        services.Metrics.Received(data);
        if (data.IsBinary && !Connection.Options.AllowBinary)
        {
            Connection.Close(new CloseReason(CloseCause.LimitExceeded, CloseCode.UnsupportedData, "binary messages are not accepted here"));
            return ValueTask.CompletedTask;
        }

        _message.Begin(data);
        try
        {
            var task = Handler.OnMessageAsync(_message);
            if (!task.IsCompletedSuccessfully) return AwaitAsync(task);
            return _message.EndAsync();
        }
        catch (Exception error)
        {
            Fail(error);
            return _message.EndAsync();
        }
    }

    void IReceiver.OnEndOfRead() => _message.Flush();

    void IReceiver.OnClosing(CloseReason reason)
    {
        // Before the close frame goes out the connection is in no room and no list: what is published from here on does not
        // concern it, and whoever asks does not find it.
        services.Directory.Remove(entry);
        if (reason.Cause == CloseCause.TooSlow) PipelineLog.TooSlow(services.Logger, Connection.Id, Connection.Options.OutboxBytes);
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

    /// <summary>The route's room was agreed to before the upgrade; here the membership begins.</summary>
    private void Enter()
    {
        if (Connection.Request.Room is not { } room) return;
        if (services.Directory.Join(entry, room) is JoinResult.RoomUnavailable)
            Connection.Close(new CloseReason(CloseCause.LimitExceeded, CloseCode.TryAgainLater, "too many rooms"));
    }

    private async ValueTask LeaveAsync()
    {
        foreach (var room in entry.Rooms) await GuardAsync(() => Handler.OnLeftAsync(room.Name, LeaveCause.Disconnected));
        await GuardAsync(() => Handler.OnDisconnectedAsync(Connection.Reason!));
        await GuardAsync(DisposeHandlerAsync);
    }

    private ValueTask DisposeHandlerAsync()
    {
        if (Handler is IAsyncDisposable disposable) return disposable.DisposeAsync();
        (Handler as IDisposable)?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask GuardAsync(Func<ValueTask> call)
    {
        try
        {
            await call();
        }
        catch (Exception error)
        {
            Fail(error);
        }
    }

    /// <summary>An exception of a handler ends this connection; nobody else notices.</summary>
    private void Fail(Exception error)
    {
        if (error is OperationCanceledException && Connection.Reason is not null) return;
        if (error is InvalidMessageException)
        {
            PipelineLog.Invalid(services.Logger, Connection.Id, error.Message);
            Connection.Close(new CloseReason(CloseCause.InvalidMessage, CloseCode.PolicyViolation, Frame.CutReason(error.Message)));
            return;
        }

        PipelineLog.HandlerFailed(services.Logger, error, Handler.GetType().Name, Connection.Id);
        var text = showDetail ? Frame.CutReason($"{error.GetType().Name}: {error.Message}") : "internal error";
        Connection.Close(new CloseReason(CloseCause.HandlerFailed, CloseCode.InternalError, text) { Exception = error });
    }
}
