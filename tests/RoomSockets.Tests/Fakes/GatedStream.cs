namespace RoomSockets.Tests;

/// <summary>Keeps what is written. Writes complete at once, or, while it is held, when the test lets them.</summary>
internal sealed class GatedStream : WriteOnlyStream
{
    private readonly Lock _gate = new();
    private readonly List<byte[]> _writes = [];
    private readonly List<(Func<List<byte[]>, bool> Condition, TaskCompletionSource Met)> _waiters = [];
    private TaskCompletionSource? _hold;
    private Exception? _failure;
    private int _pending;

    /// <summary>True when a second write began before the first one had completed.</summary>
    public bool Overlapped { get; private set; }

    /// <summary>True when the bytes of a pending write changed before it had completed.</summary>
    public bool Corrupted { get; private set; }

    public List<byte[]> Writes
    {
        get
        {
            lock (_gate) return [.. _writes];
        }
    }

    public List<ServerFrame> Frames => ServerFrame.ReadAll(Writes);

    public void Hold()
    {
        lock (_gate) _hold ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Lets the pending write and all that follow complete.</summary>
    public void Release() => Take(next: null)?.SetResult();

    /// <summary>Lets the pending write complete and holds the next one.</summary>
    public void ReleaseOne() => Take(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))!.SetResult();

    /// <summary>Fails the pending write and all that follow.</summary>
    public void Break()
    {
        lock (_gate) _failure = new IOException("The peer is gone.");
        Take(next: null)?.SetException(_failure);
    }

    public Task WaitForWritesAsync(int count) => WaitAsync(writes => writes.Count >= count);

    public Task WaitForFramesAsync(int count) => WaitAsync(writes => ServerFrame.ReadAll(writes).Count >= count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var copy = buffer.ToArray();
        TaskCompletionSource? hold;
        lock (_gate)
        {
            if (_failure is not null) throw _failure;
            _writes.Add(copy);
            hold = _hold;
            if (_pending > 0) Overlapped = true;
            foreach (var (condition, met) in _waiters)
            {
                if (condition(_writes)) met.TrySetResult();
            }
        }

        return hold is null ? ValueTask.CompletedTask : HoldAsync(hold.Task, buffer, copy);
    }

    private async ValueTask HoldAsync(Task hold, ReadOnlyMemory<byte> buffer, byte[] copy)
    {
        Interlocked.Increment(ref _pending);
        try
        {
            await hold;
            if (!buffer.Span.SequenceEqual(copy)) Corrupted = true;
        }
        finally
        {
            Interlocked.Decrement(ref _pending);
        }
    }

    private Task WaitAsync(Func<List<byte[]>, bool> condition)
    {
        lock (_gate)
        {
            if (condition(_writes)) return Task.CompletedTask;
            var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((condition, met));
            return met.Task;
        }
    }

    private TaskCompletionSource? Take(TaskCompletionSource? next)
    {
        lock (_gate)
        {
            var held = _hold;
            _hold = next;
            return held;
        }
    }
}
