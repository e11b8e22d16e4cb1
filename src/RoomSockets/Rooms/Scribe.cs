namespace RoomSockets;

/// <summary>Writes a batch as those see it who speak the sub-protocol: once for all of them.</summary>
internal sealed class Scribe(string room)
{
    private readonly byte[] _beginning = MessageItem.Beginning("message"u8, "room"u8, room);

    /// <summary>A stored message as an item of <c>joined</c> and <c>history</c>; behind a beginning it would be a frame.</summary>
    public static byte[] WriteItem(StoredAlert alert)
    {
        using var text = JsonText.Rent();
        if (alert.IsDeleted)
        {
            MessageItem.WriteDeleted(text.Writer, alert.Offset);
            return text.Utf8.ToArray();
        }

        var from = alert.SenderId is { } id ? new UserRef(id, alert.SenderName) : null;
        MessageItem.Write(text.Writer, alert.Offset, from, alert.Key, System.Text.Encoding.UTF8.GetBytes(alert.Content), alert.IsJson, alert.CreatedAt);
        return text.Utf8.ToArray();
    }

    /// <summary>The batch for one kind of reader.</summary>
    /// <param name="items">What the batch holds.</param>
    /// <param name="written">The items of its delivered messages, in order.</param>
    /// <param name="withPresence">Whether the reader asked who is present.</param>
    /// <param name="pieces">Where each of them lies; null where nobody wants to know.</param>
    /// <returns>Null where there is nothing in it for such a reader. The caller owns the block's reference.</returns>
    public Batch? Write(IReadOnlyList<RoomItem> items, WrittenItems written, bool withPresence, List<Piece>? pieces = null)
    {
        var writer = new BatchWriter();
        var next = 0;
        foreach (var item in items)
        {
            var start = writer.Length;
            if (item.Announcement is { } announcement)
            {
                if (!withPresence && announcement.IsPresence) continue;
                writer.Add(Opcode.Text, announcement.Frame, [], announcement.How);
            }
            else if (item.Publication is { IsDelivered: true } publication)
            {
                writer.Add(Opcode.Text, BeginningOf(publication), written[next++][1..], default);
            }
            else
            {
                continue;
            }

            pieces?.Add(new Piece(item, start, writer.Length - start));
        }

        return writer.IsEmpty ? null : writer.Take();
    }

    /// <summary>What stands in the place of a message that its reader does not get.</summary>
    public Block WriteSkip(long offset)
    {
        using var text = JsonText.Rent();
        ServerFrames.Skip(text.Writer, room, offset);
        var block = Block.Rent();
        block.Append(Opcode.Text, text.Utf8.Span);
        return block;
    }

    /// <summary>What stands in the place of a change that its reader does not get.</summary>
    public Block WriteDeleted(long offset)
    {
        using var text = JsonText.Rent();
        ServerFrames.Redacted(text.Writer, room, offset, data: null);
        var block = Block.Rent();
        block.Append(Opcode.Text, text.Utf8.Span);
        return block;
    }

    private byte[] BeginningOf(Publication publication) => publication.To is { } to ? MessageItem.Beginning("direct"u8, "to"u8, to) : _beginning;
}

/// <summary>Where one frame of a batch lies in its block.</summary>
internal readonly record struct Piece(RoomItem Item, int Start, int Length);
