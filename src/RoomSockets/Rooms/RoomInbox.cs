namespace RoomSockets;

/// <summary>Owns what waits to be delivered to one room, already framed, in order. Bounded; not thread-safe.</summary>
internal sealed class RoomInbox(int maxMessages, int maxBytes)
{
    private Block? _block;
    private int _messages;
    private List<Posting>? _posts;
    private List<PendingAlert>? _pending;

    public bool IsEmpty => _block is null;

    /// <summary>A message always fits into an empty inbox, however large it is.</summary>
    public bool HasPlaceFor(int bytes) => _block is null || (_messages < maxMessages && _block.Length + bytes <= maxBytes);

    public void Add(MessageData data, in PostOptions options, PendingAlert? pending = null)
    {
        _block ??= Block.Rent();
        var start = _block.Length;
        if (pending is not null)
        {
            pending.Start = start;
            (_pending ??= []).Add(pending);
        }

        _block.Append(data.IsBinary ? Opcode.Binary : Opcode.Text, data.Bytes.Span);
        if (options.IsPlain)
        {
            if (_posts is not null) ExtendPlain(start);
        }
        else
        {
            _posts ??= _messages == 0 ? [] : [new Posting(new Segment(0, start, _messages), null)];
            _posts.Add(new Posting(new Segment(start, _block.Length - start, 1, options.IsSignal, options.Replaces), options.Except is { Count: > 0 } except ? [.. except] : null));
        }

        _messages++;
    }

    /// <summary>Takes everything that waits; the caller owns the block's reference.</summary>
    public Batch Take()
    {
        var batch = new Batch(_block!, _messages, _posts, _pending);
        (_block, _messages, _posts, _pending) = (null, 0, null, null);
        return batch;
    }

    /// <summary>Plain messages that follow each other stay one segment.</summary>
    private void ExtendPlain(int start)
    {
        var length = _block!.Length - start;
        if (_posts![^1] is { IsPlain: true, Segment: var last }) _posts[^1] = new Posting(last with { Length = last.Length + length, Messages = last.Messages + 1 }, null);
        else _posts.Add(new Posting(new Segment(start, length, 1), null));
    }
}
