using System.Threading.Channels;
using Microsoft.Extensions.Hosting;

namespace RoomSockets.EntityFramework;

/// <summary>Group commit: what rooms append while one transaction runs goes into the next one together.</summary>
/// <remarks>
/// A commit waits for the disk, and costs about the same for one alert as for a thousand. No code of the host's runs on the
/// writer: it could append something itself, and would wait for the writer that waits for it.
/// </remarks>
internal sealed class AppendQueue(Contexts contexts, Attempts attempts, Senders senders, TimeProvider time) : IHostedLifecycleService, IAsyncDisposable
{
    private const int MaxWaiting = 10_000;

    private readonly Channel<AppendRequest> _waiting = Channel.CreateBounded<AppendRequest>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly Lock _gate = new();
    private Task? _writer;

    /// <exception cref="StoreUnavailableException">The database is away; nothing was acknowledged.</exception>
    public async ValueTask<IReadOnlyList<Appended>> AppendAsync(string room, IReadOnlyList<NewAlert> alerts, CancellationToken cancellationToken)
    {
        try
        {
            return await AppendOnceAsync(room, alerts, isLast: false, cancellationToken);
        }
        catch (RefusedRowsException)
        {
            // A user may have been removed since it was last seen.
            senders.Forget(alerts);
            return await AppendOnceAsync(room, alerts, isLast: true, cancellationToken);
        }
    }

    /// <summary>The last thing of all, when nobody publishes any more: what waits is still stored.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken) => CloseAsync().WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync() => await CloseAsync();

    Task IHostedLifecycleService.StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async ValueTask<IReadOnlyList<Appended>> AppendOnceAsync(string room, IReadOnlyList<NewAlert> alerts, bool isLast, CancellationToken cancellationToken)
    {
        var request = new AppendRequest(room, alerts) { IsLast = isLast, Senders = await senders.FindAsync(alerts, cancellationToken) };
        Start();
        try
        {
            await _waiting.Writer.WriteAsync(request, cancellationToken);
        }
        catch (ChannelClosedException error)
        {
            throw new StoreUnavailableException("The store is closed: the host is shutting down.", error);
        }

        return await request.Task.WaitAsync(cancellationToken);
    }

    private void Start()
    {
        if (Volatile.Read(ref _writer) is not null) return;
        lock (_gate)
        {
            if (_writer is not null) return;
            // It outlives whoever comes first, and must not carry that request's context (transaction, activity, tenant) for ever.
            using (ExecutionContext.SuppressFlow()) _writer = Task.Run(WriteAsync);
        }
    }

    private async Task CloseAsync()
    {
        _waiting.Writer.TryComplete();
        Task? writer;
        lock (_gate) writer = _writer;
        if (writer is not null) await writer;
    }

    private async Task WriteAsync()
    {
        var groups = new AppendGroups(_waiting.Reader);
        while (await groups.NextAsync() is { } group) await StoreAsync(group);
    }

    private async ValueTask StoreAsync(IReadOnlyList<AppendRequest> group)
    {
        try
        {
            await CommitAsync(group);
        }
        catch (Exception error) when (group.Count > 1 && Faults.MayBeOfOne(error))
        {
            // One of them is at fault; the others must not suffer for it.
            foreach (var request in group) await StoreAsync([request]);
        }
        catch (Exception error)
        {
            foreach (var request in group) request.Fail(error);
        }
    }

    private async ValueTask CommitAsync(IReadOnlyList<AppendRequest> requests) =>
        await attempts.RunAsync(
            "store messages",
            async cancellationToken =>
            {
                await using var lease = await contexts.WriteAsync(cancellationToken);
                await AppendTransaction.CommitAsync(lease.Context, requests, time.Now(), cancellationToken);
                return true;
            },
            CancellationToken.None);
}
