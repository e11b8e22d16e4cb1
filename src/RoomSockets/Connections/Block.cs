using System.Buffers;
using System.Collections.Concurrent;

namespace RoomSockets;

/// <summary>
/// Owns one pooled run of ready frames that many connections send. Whoever keeps it beyond a call takes a reference and releases
/// it exactly once; the last release gives the memory back.
/// </summary>
internal sealed class Block
{
    private const int MaxPooled = 1024;
    private const int SmallestBuffer = 1024;
    private static readonly ConcurrentQueue<Block> Pool = new();
    private static int _outstanding;
    private byte[] _buffer = [];
    private int _references;

    private Block()
    {
    }

    /// <summary>How many blocks are in use in this process: what a leak test looks at.</summary>
    public static int Outstanding => Volatile.Read(ref _outstanding);

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Frames => _buffer.AsMemory(0, Length);

    /// <summary>Takes an empty block with one reference.</summary>
    public static Block Rent()
    {
        if (!Pool.TryDequeue(out var block)) block = new Block();
        block._references = 1;
        block.Length = 0;
        Interlocked.Increment(ref _outstanding);
        return block;
    }

    /// <summary>Adds one whole frame. Only its one writer calls this, before the block is shared.</summary>
    public void Append(Opcode opcode, ReadOnlySpan<byte> payload, bool isDeflated = false)
    {
        var start = Length;
        Append(opcode, payload, []);
        if (isDeflated) _buffer[start] |= Frame.DeflatedBit;
    }

    /// <summary>Adds one whole frame whose payload lies in two places.</summary>
    public void Append(Opcode opcode, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail)
    {
        var length = head.Length + tail.Length;
        var size = Frame.Size(length);
        if (Length + size > _buffer.Length) Grow(Length + size);
        var target = _buffer.AsSpan(Length, size);
        target = target[Frame.WriteHeader(target, opcode, length)..];
        head.CopyTo(target);
        tail.CopyTo(target[head.Length..]);
        Length += size;
    }

    public void AddReference() => Interlocked.Increment(ref _references);

    public void Release()
    {
        var left = Interlocked.Decrement(ref _references);
        if (left > 0) return;
        if (left < 0) throw new InvalidOperationException("A block was released more often than it was taken.");
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        Interlocked.Decrement(ref _outstanding);
        if (Pool.Count < MaxPooled) Pool.Enqueue(this);
    }

    private void Grow(int needed)
    {
        var bigger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Max(SmallestBuffer, _buffer.Length * 2)));
        _buffer.AsSpan(0, Length).CopyTo(bigger);
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = bigger;
    }
}
