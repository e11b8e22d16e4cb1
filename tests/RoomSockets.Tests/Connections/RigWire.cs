using System.IO.Pipelines;

namespace RoomSockets.Tests;

/// <summary>A wire in memory: keeps what is written. Writes complete at once, or, while it is held, when the test lets them.</summary>
internal sealed class RigWire(PipeReader? input = null) : Wire
{
    private readonly Lock _gate = new();
    private readonly List<byte[]> _writes = [];
    private TaskCompletionSource? _hold;
    private (int Count, TaskCompletionSource Met)? _waiter;

    public override PipeReader Input { get; } = input ?? PipeReader.Create(Stream.Null);

    /// <summary>Called in the middle of each write.</summary>
    public Action<int>? DuringWrite { get; set; }

    public List<RigFrame> Frames
    {
        get
        {
            lock (_gate) return RigFrame.ReadAll([.. _writes.SelectMany(write => write)]);
        }
    }

    public IEnumerable<string> Texts => Frames.Where(frame => frame.Opcode is 1 or 2).Select(frame => frame.Text);

    public void Hold() => _hold = NewHold();

    /// <summary>Lets the pending write complete and holds the next one.</summary>
    public void Step() => Interlocked.Exchange(ref _hold, NewHold())!.SetResult();

    public void Release() => Interlocked.Exchange(ref _hold, null)?.SetResult();

    public Task WaitForWritesAsync(int count)
    {
        lock (_gate)
        {
            if (_writes.Count >= count) return Task.CompletedTask;
            _waiter = (count, NewHold());
            return _waiter.Value.Met.Task;
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> frames)
    {
        TaskCompletionSource? hold;
        int count;
        lock (_gate)
        {
            _writes.Add(frames.ToArray());
            hold = _hold;
            count = _writes.Count;
            if (_waiter is { } waiter && count >= waiter.Count) waiter.Met.TrySetResult();
        }

        DuringWrite?.Invoke(count);
        return hold is null ? ValueTask.CompletedTask : new ValueTask(hold.Task);
    }

    public override void Abort() => Release();

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static TaskCompletionSource NewHold() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
