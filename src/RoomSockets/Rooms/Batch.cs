using System.Collections.Concurrent;

namespace RoomSockets;

/// <summary>Some frames of a batch and who does not get them.</summary>
internal readonly record struct Posting(Segment Segment, HashSet<string>? Except)
{
    public bool IsPlain => !Segment.IsSignal && Except is null;
}

/// <summary>What one drain delivers: one block of frames, in order. <c>Posts</c> is null where all of it goes to everybody, <c>Pending</c> where nothing is stored first.</summary>
internal readonly record struct Batch(Block Block, int Messages, List<Posting>? Posts, List<PendingAlert>? Pending = null)
{
    /// <summary>From this many members on the work is spread over the cores; below, spreading would cost more than it gives.</summary>
    private const int SpreadAbove = 4096;

    public void DeliverTo(Connection[] members, Batch? deflated)
    {
        if (members.Length > SpreadAbove && Environment.ProcessorCount > 1)
        {
            Spread(members, deflated);
            return;
        }

        foreach (var member in members) Choose(member, deflated).DeliverTo(member);
    }

    /// <summary>The same batch with its messages deflated, once for all members that negotiated it. The caller owns the new block's reference.</summary>
    public Batch Deflate(int minBytes)
    {
        var target = Block.Rent();
        if (Posts is null)
        {
            FrameDeflater.Copy(Block.Frames.Span, target, minBytes);
            return this with { Block = target };
        }

        var posts = new List<Posting>(Posts.Count);
        foreach (var post in Posts)
        {
            var start = target.Length;
            FrameDeflater.Copy(Block.Frames.Span.Slice(post.Segment.Start, post.Segment.Length), target, minBytes);
            posts.Add(post with { Segment = post.Segment with { Start = start, Length = target.Length - start } });
        }

        return new Batch(target, Messages, posts);
    }

    /// <summary>The same batch without the messages whose frames begin there. The caller owns the new block's reference.</summary>
    public Batch Without(HashSet<int> starts)
    {
        var target = Block.Rent();
        var posts = new List<Posting>();
        var all = 0;
        foreach (var post in Posts ?? [new Posting(new Segment(0, Block.Length, Messages), null)])
        {
            var (start, messages) = (target.Length, 0);
            var end = post.Segment.Start + post.Segment.Length;
            for (var at = post.Segment.Start; at < end;)
            {
                FrameHeader.TryRead(Block.Frames.Span[at..], out var header);
                var payload = Block.Frames.Span.Slice(at + header.Size, (int)header.Length);
                if (!starts.Contains(at))
                {
                    target.Append(header.Opcode, payload);
                    messages++;
                }

                at += header.Size + payload.Length;
            }

            all += messages;
            if (messages > 0) posts.Add(post with { Segment = post.Segment with { Start = start, Length = target.Length - start, Messages = messages } });
        }

        return new Batch(target, all, posts);
    }

    /// <summary>Each member belongs to one part, and the next batch begins when all parts are done: the order holds for everybody.</summary>
    private void Spread(Connection[] members, Batch? deflated)
    {
        var plain = this;
        Parallel.ForEach(Partitioner.Create(0, members.Length, SpreadAbove / 4), part =>
        {
            for (var i = part.Item1; i < part.Item2; i++) plain.Choose(members[i], deflated).DeliverTo(members[i]);
        });
    }

    private Batch Choose(Connection member, Batch? deflated) => deflated is { } batch && member.Deflates ? batch : this;

    private void DeliverTo(Connection member)
    {
        if (Posts is null)
        {
            member.Deliver(Block, new Segment(0, Block.Length, Messages));
            return;
        }

        foreach (var post in Posts)
        {
            if (post.Except?.Contains(member.Id) != true) member.Deliver(Block, post.Segment);
        }
    }
}
