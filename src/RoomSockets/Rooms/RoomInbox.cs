namespace RoomSockets;

/// <summary>Owns what waits to be delivered to one room, already framed, in order. Bounded; not thread-safe.</summary>
internal sealed class RoomInbox(int maxMessages, int maxBytes)
{
    private Block? _block;
    private int _messages;
    private List<Exclusion>? _exclusions;

    public bool IsEmpty => _block is null;

    /// <summary>A message always fits into an empty inbox, however large it is.</summary>
    public bool HasPlaceFor(int bytes) => _block is null || (_messages < maxMessages && _block.Length + bytes <= maxBytes);

    public void Add(MessageData data, IReadOnlyCollection<string>? except)
    {
        _block ??= Block.Rent();
        var start = _block.Length;
        _block.Append(data.IsBinary ? Opcode.Binary : Opcode.Text, data.Bytes.Span);
        if (except is { Count: > 0 }) (_exclusions ??= []).Add(new Exclusion(start, _block.Length - start, [.. except]));
        _messages++;
    }

    /// <summary>Takes everything that waits; the caller owns the block's reference.</summary>
    public Batch Take()
    {
        var batch = new Batch(_block!, _messages, _exclusions);
        (_block, _messages, _exclusions) = (null, 0, null);
        return batch;
    }
}

/// <summary>One frame of a batch that some connections do not get.</summary>
internal sealed record Exclusion(int Start, int Length, HashSet<string> Connections);

/// <summary>What one drain delivers: one block of frames, in order.</summary>
internal readonly record struct Batch(Block Block, int Messages, List<Exclusion>? Exclusions)
{
    public void DeliverTo(Connection[] members)
    {
        if (Exclusions is null)
        {
            foreach (var member in members) member.Deliver(Block, 0, Block.Length, Messages);
            return;
        }

        foreach (var member in members) DeliverWithout(member, Exclusions);
    }

    /// <summary>The same block, less the frames that this member is excepted from.</summary>
    private void DeliverWithout(Connection member, List<Exclusion> exclusions)
    {
        var start = 0;
        var left = Messages;
        foreach (var exclusion in exclusions)
        {
            if (!exclusion.Connections.Contains(member.Id)) continue;
            // The outbox counts a run as at least one message, and never more than the batch has.
            if (exclusion.Start > start) member.Deliver(Block, start, exclusion.Start - start, 1);
            start = exclusion.Start + exclusion.Length;
            left--;
        }

        if (start < Block.Length) member.Deliver(Block, start, Block.Length - start, Math.Max(1, left));
    }
}
