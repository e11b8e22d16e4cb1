
namespace RoomSockets;

/// <summary>Owns one connection from enter to forgotten: calls the handler, in order, and cleans up exactly once.</summary>
internal sealed class ConnectionPipeline(DirectoryEntry entry, PipelineServices services) : IReceiver
{
    private readonly InboundMessage _message = new(entry, services.Publisher, services.Scopes);

    private Connection Connection => entry.Connection;

    private RoomHandler Handler => entry.Handler;

    /// <summary>
    /// Before the upgrade: the connection is registered and a member of the route's room, so that a client whose handshake was
    /// answered misses nothing. What it is sent meanwhile waits in its outbox.
    /// </summary>
    /// <returns>False when there is no place for another room.</returns>
    public bool TryEnter()
    {
        services.Directory.Add(entry);
        return Connection.Request.Room is not { } room || services.Directory.Join(entry, room) != JoinResult.RoomUnavailable;
    }

    /// <summary>Serves the connection until it has ended. Never throws.</summary>
    /// <param name="wire">The bytes of both directions.</param>
    public async Task RunAsync(Wire wire)
    {
        services.Metrics.Opened();
        try
        {
            Connection.Open(wire, this);
            if (Connection.Reason is null) await CallAsync(() => Handler.OnConnectedAsync(Connection.Closing));
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
            PipelineLog.Ended(services.Logger, Connection.Id, Connection.Reason!, Connection.DroppedSignals);
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

    private async ValueTask LeaveAsync()
    {
        foreach (var room in entry.Rooms) await CallAsync(() => Handler.OnLeftAsync(room.Name, LeaveCause.Disconnected));
        await CallAsync(() => Handler.OnDisconnectedAsync(Connection.Reason!));
        await CallAsync(DisposeHandlerAsync);
    }

    private ValueTask DisposeHandlerAsync()
    {
        if (Handler is IAsyncDisposable disposable) return disposable.DisposeAsync();
        (Handler as IDisposable)?.Dispose();
        return ValueTask.CompletedTask;
    }

    private ValueTask<bool> CallAsync(Func<ValueTask> hook) => services.Guard.CallAsync(entry, hook);

    private void Fail(Exception error) => services.Guard.Fail(entry, error);
}
