namespace RoomSockets;

/// <summary>Some frames of a batch and who does not get them.</summary>
internal readonly record struct Posting(Segment Segment, HashSet<string>? Except)
{
    public bool IsPlain => !Segment.IsSignal && Except is null;
}

/// <summary>What one drain delivers: one block of frames, in order. <c>Posts</c> is null where all of it goes to everybody, <c>Items</c> where nothing needs more than its frame, <c>Origins</c> where no filter asks.</summary>
internal readonly record struct Batch(Block Block, int Messages, List<Posting>? Posts, List<RoomItem>? Items = null, List<FrameOrigin>? Origins = null)
{
    public void DeliverTo(Connection[] members, Batch? deflated)
    {
        if (Spread.Pays(members.Length))
        {
            DeliverToMany(members, deflated);
            return;
        }

        foreach (var member in members) Choose(member, deflated).DeliverTo(member);
    }

    /// <summary>Where the frames begin that nobody gets: of messages that were not stored, or that are in the room already. Null for none.</summary>
    public HashSet<int>? FindExcluded()
    {
        HashSet<int>? starts = null;
        if (Items is null) return null;
        foreach (var (publication, _) in Items)
        {
            if (publication is { Start: >= 0, IsDelivered: false }) (starts ??= []).Add(publication.Start);
        }

        return starts;
    }

    /// <summary>What the frame that begins there says.</summary>
    public ReadOnlySpan<byte> PayloadAt(int start) => PayloadMemoryAt(start).Span;

    /// <summary>The same, good for as long as the block is.</summary>
    public ReadOnlyMemory<byte> PayloadMemoryAt(int start)
    {
        FrameHeader.TryRead(Block.Frames.Span[start..], out var header);
        return Block.Frames.Slice(start + header.Size, (int)header.Length);
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

    /// <summary>Apart, because what a lambda captures is allocated where its method begins.</summary>
    private void DeliverToMany(Connection[] members, Batch? deflated)
    {
        var plain = this;
        Spread.Over(members, member => plain.Choose(member, deflated).DeliverTo(member));
    }

    private Batch Choose(Connection member, Batch? deflated) => deflated is { } batch && member.Deflates ? batch : this;

    public void DeliverTo<T>(T member) where T : IRecipient
    {
        if (Block.Length == 0) return;
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
