using System.Threading.Channels;

namespace RoomSockets.EntityFramework;

/// <summary>Group commit: what rooms append while one transaction runs goes into the next one together.</summary>
/// <remarks>A commit waits for the disk, and costs about the same for one alert as for a thousand.</remarks>
internal sealed class AppendQueue(Contexts contexts, Attempts attempts, Senders senders, TimeProvider time) : IAsyncDisposable
{
    private const int MaxWaiting = 10_000;
    private const int AlertsPerTransaction = 1000;

    private readonly Channel<AppendRequest> _waiting = Channel.CreateBounded<AppendRequest>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly Lock _gate = new();
    private Task? _writer;

    /// <exception cref="StoreUnavailableException">The database is away; nothing was acknowledged.</exception>
    public async ValueTask<IReadOnlyList<Appended>> AppendAsync(string room, IReadOnlyList<NewAlert> alerts, CancellationToken cancellationToken)
    {
        var request = new AppendRequest(room, alerts) { Senders = await senders.FindAsync(alerts, cancellationToken) };
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

    /// <summary>What waits is still stored.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        Task? writer;
        lock (_gate) writer = _writer;
        if (writer is not null) await writer;
    }

    private void Start()
    {
        if (Volatile.Read(ref _writer) is not null) return;
        lock (_gate) _writer ??= Task.Run(WriteAsync);
    }

    private async Task WriteAsync()
    {
        var group = new List<AppendRequest>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            group.Clear();
            var alerts = 0;
            while (alerts < AlertsPerTransaction && _waiting.Reader.TryRead(out var request))
            {
                group.Add(request);
                alerts += request.Alerts.Count;
            }

            // Two nodes that take several rooms take them in the same order, or each would wait for the other.
            await StoreAsync([.. group.OrderBy(static request => request.Room, StringComparer.Ordinal)]);
        }
    }

    private async ValueTask StoreAsync(IReadOnlyList<AppendRequest> group)
    {
        try
        {
            await CommitAsync(group);
        }
        catch (Exception error) when (Faults.IsOfData(error))
        {
            // One of them is at fault; the others must not suffer for it.
            foreach (var request in group) await StoreAloneAsync(request);
        }
        catch (Exception error)
        {
            foreach (var request in group) request.Fail(error);
        }
    }

    private async ValueTask StoreAloneAsync(AppendRequest request)
    {
        try
        {
            // A user may have been removed since it was last seen.
            senders.Forget(request.Alerts);
            request.Senders = await senders.FindAsync(request.Alerts, CancellationToken.None);
            await CommitAsync([request]);
        }
        catch (Exception error)
        {
            request.Fail(error);
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
