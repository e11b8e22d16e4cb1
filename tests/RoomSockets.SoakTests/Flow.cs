namespace RoomSockets.SoakTests;

/// <summary>Owns a stream of numbered texts at an even pace. Where they cannot go out as fast, they go out as fast as they can.</summary>
internal sealed class Flow : IAsyncDisposable
{
    private const int TicksPerSecond = 25;

    /// <summary>Fewer than a client keeps in its queue.</summary>
    private const int MostAtOnce = 90;

    private readonly Func<string, Task> _publish;
    private readonly int _perTick;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    private Flow(int perSecond, Func<string, Task> publish)
    {
        (_perTick, _publish) = (perSecond / TicksPerSecond, publish);
        _running = RunAsync();
    }

    /// <summary>How many there have been.</summary>
    public int Count { get; private set; }

    public static Flow Start(int perSecond, Func<string, Task> publish) => new(perSecond, publish);

    /// <summary>Ends it; completes when all are published.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().WaitAsync(SoakHost.Patience);
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        using var tick = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / TicksPerSecond));
        var name = Guid.NewGuid().ToString("N")[..8];
        var publishing = new List<Task>();
        while (!_stopping.IsCancellationRequested)
        {
            await tick.WaitForNextTickAsync();
            publishing.RemoveAll(static task => task.IsCompletedSuccessfully);
            for (var i = 0; i < _perTick && publishing.Count < MostAtOnce; i++) publishing.Add(_publish($"{name}-{Count++}"));
        }

        await Task.WhenAll(publishing);
    }
}
