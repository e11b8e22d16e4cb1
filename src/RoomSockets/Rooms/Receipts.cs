namespace RoomSockets;

/// <summary>Tells the senders of a batch what came of their messages, after everybody was sent them. What goes to one connection in a row goes as one write.</summary>
internal static class Receipts
{
    /// <param name="room">The room.</param>
    /// <param name="items">The batch.</param>
    /// <param name="error">Why nothing was stored; null where it was, or need not be.</param>
    public static void Tell(string room, IReadOnlyList<RoomItem> items, StoreUnavailableException? error)
    {
        Connection? current = null;
        Block? block = null;
        var frames = 0;
        foreach (var item in items)
        {
            if (item.Publication is not { } publication) continue;
            if (publication.First is { } first) (publication.Offset, publication.IsDuplicate) = (first.Offset, true);
            Complete(publication, error);
            if (publication is not { Receipt: { } receipt, Sender: { } sender }) continue;
            if (publication.Offset > 0 && receipt.Id.Length == 0) continue;
            if (current != sender)
            {
                Send(current, block, frames);
                (current, block, frames) = (sender, Block.Rent(), 0);
            }

            Write(block!, room, publication, receipt);
            frames++;
        }

        Send(current, block, frames);
    }

    private static void Complete(Publication publication, StoreUnavailableException? error)
    {
        var isStored = publication.Offset > 0;
        if (publication.Place is { } place) place.HasFailed = !isStored;
        if (publication.Done is { } done)
        {
            if (isStored) done.TrySetResult(publication.Offset);
            else done.TrySetException(error ?? new StoreUnavailableException("The message was not stored.", null));
        }
        else if (!isStored && publication.Receipt is null)
        {
            publication.Sender?.PostFrame(TemporaryError.StoreUnavailable);
        }
    }

    private static void Write(Block block, string room, Publication publication, Receipt receipt)
    {
        using var text = JsonText.Rent();
        if (publication.Offset > 0) ServerFrames.Ack(text.Writer, receipt.Id, room, publication.Offset, publication.IsDuplicate);
        else ServerFrames.Error(text.Writer, receipt.Id, room, FrameError.NotStored);
        block.Append(Opcode.Text, text.Utf8.Span);
    }

    private static void Send(Connection? connection, Block? block, int frames)
    {
        if (connection is null || block is null) return;
        connection.Deliver(block, new Segment(0, block.Length, frames));
        block.Release();
    }
}
