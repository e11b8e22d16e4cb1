namespace RoomSockets;

/// <summary>Gathers frames into a batch: one block, and who gets which part of it. Not thread-safe.</summary>
internal sealed class BatchWriter
{
    private Block? _block;
    private List<Posting>? _posts;

    public bool IsEmpty => _block is null;

    public int Messages { get; private set; }

    public int Length => _block?.Length ?? 0;

    /// <summary>Comes into being although there is no frame for it.</summary>
    public void Begin() => _block ??= Block.Rent();

    /// <summary>Adds a frame.</summary>
    /// <param name="opcode">What it is.</param>
    /// <param name="head">The payload; its bytes are copied.</param>
    /// <param name="tail">The rest of it.</param>
    /// <param name="options">How it wants to be treated.</param>
    public void Add(Opcode opcode, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail, in PostOptions options)
    {
        _block ??= Block.Rent();
        var start = _block.Length;
        _block.Append(opcode, head, tail);
        if (!options.IsPlain)
        {
            _posts ??= Messages == 0 ? [] : [new Posting(new Segment(0, start, Messages), null)];
            _posts.Add(new Posting(new Segment(start, _block.Length - start, 1, options.IsSignal, options.Replaces), options.Except is { Count: > 0 } except ? [.. except] : null));
        }
        else if (_posts is not null)
        {
            ExtendPlain(start);
        }

        Messages++;
    }

    /// <summary>Takes the batch; the caller owns the block's reference. There must be one.</summary>
    public Batch Take(List<RoomItem>? items = null)
    {
        var batch = new Batch(_block!, Messages, _posts, items);
        (_block, Messages, _posts) = (null, 0, null);
        return batch;
    }

    /// <summary>Plain messages that follow each other stay one segment.</summary>
    private void ExtendPlain(int start)
    {
        var length = _block!.Length - start;
        if (_posts is [.., { IsPlain: true, Segment: var last }]) _posts[^1] = new Posting(last with { Length = last.Length + length, Messages = last.Messages + 1 }, null);
        else _posts!.Add(new Posting(new Segment(start, length, 1), null));
    }
}
