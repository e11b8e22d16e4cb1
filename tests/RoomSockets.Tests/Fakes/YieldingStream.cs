namespace RoomSockets.Tests;

/// <summary>Completes each write on another thread, after a random number of turns.</summary>
internal sealed class YieldingStream(int seed) : WriteOnlyStream
{
    private readonly Random _random = new(seed);
    private readonly List<byte[]> _writes = [];
    private int _pending;

    public bool Overlapped { get; private set; }

    /// <summary>What was written; only to be looked at when nothing is being written any more.</summary>
    public List<ServerFrame> Frames => ServerFrame.ReadAll(_writes);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Interlocked.Increment(ref _pending) != 1) Overlapped = true;
        for (var turns = _random.Next(3); turns > 0; turns--) await Task.Yield();
        _writes.Add(buffer.ToArray());
        Interlocked.Decrement(ref _pending);
    }
}
