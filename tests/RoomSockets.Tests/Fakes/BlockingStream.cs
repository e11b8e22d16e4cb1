namespace RoomSockets.Tests;

/// <summary>Its first write keeps the writing thread until the test opens the gate: whoever delivers to it stands still.</summary>
internal sealed class BlockingStream : WriteOnlyStream
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _open = new();

    public Task Entered => _entered.Task;

    public void Open() => _open.Set();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _entered.TrySetResult();
        return _open.Wait(TimeSpan.FromSeconds(10), cancellationToken) ? ValueTask.CompletedTask : throw new TimeoutException("The gate was never opened.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _open.Dispose();
        base.Dispose(disposing);
    }
}
