using System.Buffers;

namespace RoomSockets;

/// <summary>Owns the frames that wait in an outbox, in the order in which they will travel: control, data, close. Not thread-safe.</summary>
internal sealed class OutboxQueue(int maxBytes, int maxMessages)
{
    /// <summary>Small runs that wait are joined up to this size, because each write costs a system call.</summary>
    private const int JoinBytes = 64 * 1024;

    private List<Run>? _runs;
    private int _first;
    private byte[]? _ping;
    private byte[]? _pong;
    private byte[]? _close;
    private bool _closeTaken;
    private int _bytes;
    private int _messages;
    private int _signals;

    /// <summary>Frames that wait, and since when.</summary>
    private readonly record struct Run(Block Block, Segment Segment, long Since);

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

    public bool HasWork => _ping is not null || _pong is not null || Count > 0 || (_close is not null && !_closeTaken);

    public bool IsAtMostHalfFull => _bytes <= maxBytes / 2 && _messages <= maxMessages / 2;

    /// <summary>Whether a sender that can wait should add this now: the second half of the bounds is for those that cannot, and a message always fits into an empty queue.</summary>
    public bool CanTakeWithoutHaste(in Segment segment) => Count == 0 || (IsAtMostHalfFull && HasPlaceFor(segment));

    /// <summary>Since when the oldest frame waits, as a timestamp; 0 when none does.</summary>
    public long OldestSince => Count > 0 ? _runs![_first].Since : 0;

    private int Count => (_runs?.Count ?? 0) - _first;

    /// <summary>Adds frames. Signals give way: they are replaced by newer ones of their key, and dropped where there is not much place.</summary>
    /// <param name="block">The block that holds them; a reference is taken when they are kept.</param>
    /// <param name="segment">Which part of it.</param>
    /// <param name="now">The time, as a timestamp.</param>
    /// <param name="dropped">How many signals were given up.</param>
    /// <returns>False when the bounds are reached and what is added is no signal.</returns>
    public bool TryAdd(Block block, in Segment segment, long now, out int dropped)
    {
        dropped = 0;
        if (segment.IsSignal)
        {
            if (segment.Replaces is not null && TryReplace(block, segment, out dropped)) return true;
            if (!IsAtMostHalfFull || !HasPlaceFor(segment))
            {
                dropped = segment.Messages;
                return true;
            }
        }
        else if (!HasPlaceFor(segment))
        {
            dropped = DropSignals();
            if (!HasPlaceFor(segment)) return false;
        }

        block.AddReference();
        (_runs ??= []).Add(new Run(block, segment, now));
        Account(segment, +1);
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

        if (Count > 0)
        {
            chunk = TakeRuns();
            // A connection that has caught up is idle again, and idle ones are many.
            if (Count == 0) (_runs, _first) = (null, 0);
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
        while (Count > 0) Take().Block.Release();
        (_runs, _first) = (null, 0);
        _ping = _pong = null;
    }

    private bool HasPlaceFor(in Segment segment) => segment.Length <= maxBytes - _bytes && segment.Messages <= maxMessages - _messages;

    /// <summary>The newer signal takes the place of the older one of its key, so that it does not wait longer than that one had to.</summary>
    /// <returns>False when none of its key waits.</returns>
    private bool TryReplace(Block block, in Segment segment, out int dropped)
    {
        dropped = 0;
        for (var i = _first; _signals > 0 && i < _runs!.Count; i++)
        {
            var old = _runs[i];
            if (!old.Segment.IsSignal || old.Segment.Replaces != segment.Replaces) continue;
            Account(old.Segment, -1);
            old.Block.Release();
            dropped = old.Segment.Messages;
            if (!HasPlaceFor(segment))
            {
                // What it says is no longer true, so without room for the newer one neither is sent.
                _runs.RemoveAt(i);
                dropped += segment.Messages;
                return true;
            }

            block.AddReference();
            Account(segment, +1);
            _runs[i] = new Run(block, segment, old.Since);
            return true;
        }

        return false;
    }

    private int DropSignals()
    {
        if (_signals == 0) return 0;
        var dropped = _signals;
        var kept = new List<Run>();
        for (var i = _first; i < _runs!.Count; i++)
        {
            if (!_runs[i].Segment.IsSignal)
            {
                kept.Add(_runs[i]);
                continue;
            }

            Account(_runs[i].Segment, -1);
            _runs[i].Block.Release();
        }

        (_runs, _first) = (kept, 0);
        return dropped;
    }

    private Chunk TakeRuns()
    {
        var first = Take();
        if (Count == 0 || first.Segment.Length + _runs![_first].Segment.Length > JoinBytes)
            return new Chunk(first.Block.Frames.Slice(first.Segment.Start, first.Segment.Length), first.Block, null, IsClose: false);

        var buffer = ArrayPool<byte>.Shared.Rent(Math.Min(JoinBytes, first.Segment.Length + _bytes));
        var length = Join(buffer, 0, first);
        while (Count > 0 && length + _runs[_first].Segment.Length <= buffer.Length) length = Join(buffer, length, Take());
        return new Chunk(buffer.AsMemory(0, length), null, buffer, IsClose: false);
    }

    private static int Join(byte[] buffer, int at, in Run run)
    {
        run.Block.Frames.Span.Slice(run.Segment.Start, run.Segment.Length).CopyTo(buffer.AsSpan(at));
        run.Block.Release();
        return at + run.Segment.Length;
    }

    private Run Take()
    {
        var run = _runs![_first];
        _runs[_first++] = default; // the block must not be kept by a list that lives longer
        Account(run.Segment, -1);
        if (_first < 64 || _first < _runs.Count / 2) return run;
        _runs.RemoveRange(0, _first);
        _first = 0;
        return run;
    }

    private void Account(in Segment segment, int sign)
    {
        _bytes += sign * segment.Length;
        _messages += sign * segment.Messages;
        if (segment.IsSignal) _signals += sign * segment.Messages;
    }
}
