using Microsoft.Extensions.Hosting;

namespace RoomSockets;

/// <summary>Says goodbye when the host stops: no new handshakes, then every connection is closed with 1012, in batches.</summary>
internal sealed class Drain(RoomDirectory directory, ConnectionLimits limits, RoomSocketsOptions options, TimeProvider time) : IHostedLifecycleService
{
    /// <summary>Clients that are sent away together come back together; batches spread them.</summary>
    private const int BatchSize = 512;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _begun;

    public bool HasBegun => _begun;

    public void OnConnectionGone()
    {
        if (_begun && limits.Connections == 0) _empty.TrySetResult();
    }

    /// <summary>Runs before the server stops listening, so that the connections can still be written to.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _begun = true;
        OnConnectionGone();
        using var deadline = new CancellationTokenSource(options.DrainTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var reason = new CloseReason(CloseCause.ServerShutdown, CloseCode.ServiceRestart, "shutdown");
        var entries = directory.SendAway(reason);
        try
        {
            await CloseAllAsync(entries, reason, either.Token);
            await _empty.Task.WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // The time is over. Those who have not hung up are cut off by the server, which stops next.
            foreach (var entry in entries) entry.Connection.Abort();
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task CloseAllAsync(IEnumerable<DirectoryEntry> entries, CloseReason reason, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        foreach (var batch in entries.Chunk(BatchSize))
        {
            foreach (var entry in batch) entry.Connection.Close(reason);
            if (batch.Length == BatchSize) await timer.WaitForNextTickAsync(cancellationToken);
        }
    }
}
