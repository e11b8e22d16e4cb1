using System.Buffers;

namespace RoomSockets;

/// <summary>Owns the frames that wait in an outbox, in the order in which they will travel: control, data, close. Not thread-safe.</summary>
internal sealed class OutboxQueue(int maxBytes, int maxMessages)
{
    /// <summary>Small runs that wait are joined up to this size, because each write costs a system call.</summary>
    private const int JoinBytes = 64 * 1024;

    private Queue<Run>? _runs;
    private byte[]? _ping;
    private byte[]? _pong;
    private byte[]? _close;
    private bool _closeTaken;
    private int _bytes;
    private int _messages;

    private readonly record struct Run(Block Block, int Start, int Length, int Messages);

    /// <summary>What is written at once; the memory is given back by <see cref="Release"/>, exactly once.</summary>
    public readonly record struct Chunk(ReadOnlyMemory<byte> Bytes, Block? Block, byte[]? Rented, bool IsClose)
    {
        public void Release()
        {
            Block?.Release();
            if (Rented is not null) ArrayPool<byte>.Shared.Return(Rented);
        }
    }

    public bool IsFinishing => _close is not null;

    public bool HasWork => _ping is not null || _pong is not null || _runs is { Count: > 0 } || (_close is not null && !_closeTaken);

    public bool IsAtMostHalfFull => _bytes <= maxBytes / 2 && _messages <= maxMessages / 2;

    public bool TryAdd(Block block, int start, int length, int messages)
    {
        if (length > maxBytes - _bytes || messages > maxMessages - _messages) return false;
        block.AddReference();
        (_runs ??= new Queue<Run>()).Enqueue(new Run(block, start, length, messages));
        _bytes += length;
        _messages += messages;
        return true;
    }

    public void AddControl(Opcode opcode, byte[] frame)
    {
        if (opcode == Opcode.Ping) _ping = frame;
        else _pong = frame;
    }

    public void Finish(byte[] closeFrame, bool dropWaiting)
    {
        if (dropWaiting) Clear();
        _close = closeFrame;
    }

    public bool TryTake(out Chunk chunk)
    {
        if ((_pong ?? _ping) is { } control)
        {
            if (_pong is not null) _pong = null;
            else _ping = null;
            chunk = new Chunk(control, null, null, IsClose: false);
            return true;
        }

        if (_runs is { Count: > 0 })
        {
            chunk = TakeRuns(_runs);
            // A connection that has caught up is idle again, and idle ones are many.
            if (_runs.Count == 0 && _bytes == 0) _runs = null;
            return true;
        }

        chunk = default;
        if (_close is null || _closeTaken) return false;
        _closeTaken = true;
        chunk = new Chunk(_close, null, null, IsClose: true);
        return true;
    }

    public void Clear()
    {
        while (_runs is { Count: > 0 }) Take(_runs).Block.Release();
        _runs = null;
        _ping = _pong = null;
    }

    private Chunk TakeRuns(Queue<Run> runs)
    {
        var first = Take(runs);
        if (!runs.TryPeek(out var next) || first.Length + next.Length > JoinBytes)
            return new Chunk(first.Block.Frames.Slice(first.Start, first.Length), first.Block, null, IsClose: false);

        var buffer = ArrayPool<byte>.Shared.Rent(Math.Min(JoinBytes, first.Length + _bytes));
        var length = Join(buffer, 0, first);
        while (runs.TryPeek(out next) && length + next.Length <= buffer.Length) length = Join(buffer, length, Take(runs));
        return new Chunk(buffer.AsMemory(0, length), null, buffer, IsClose: false);
    }

    private static int Join(byte[] buffer, int at, Run run)
    {
        run.Block.Frames.Span.Slice(run.Start, run.Length).CopyTo(buffer.AsSpan(at));
        run.Block.Release();
        return at + run.Length;
    }

    private Run Take(Queue<Run> runs)
    {
        var run = runs.Dequeue();
        _bytes -= run.Length;
        _messages -= run.Messages;
        return run;
    }
}
