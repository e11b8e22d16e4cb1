namespace RoomSockets;

/// <summary>A batch for those receivers that speak the sub-protocol and are asked about one by one.</summary>
/// <param name="scribe">Writes what stands in the place of a withheld message.</param>
/// <param name="written">The batch as such receivers see it.</param>
/// <param name="pieces">Its frames.</param>
internal sealed class FilteredSeats(Scribe scribe, Batch written, IReadOnlyList<FilteredPiece> pieces) : FilteredBatch(written.Block, pieces)
{
    private readonly Batch _written = written;

    /// <summary>Delivers a batch to seats.</summary>
    /// <param name="room">The room.</param>
    /// <param name="scribe">The room's.</param>
    /// <param name="batch">The batch as raw members see it.</param>
    /// <param name="items">The items of its delivered messages.</param>
    /// <param name="seats">Whom to.</param>
    public static void Deliver(string room, Scribe scribe, in Batch batch, WrittenItems items, Seat[] seats)
    {
        var places = new List<Piece>();
        if (scribe.Write(batch.Items!, items, withPresence: true, places) is not { } written) return;
        var pieces = new List<FilteredPiece>(places.Count);
        foreach (var place in places) pieces.Add(new FilteredPiece(place.Start, place.Length, place.Item.Announcement?.How ?? default, Describe(room, place.Item, batch), place.Item));
        new FilteredSeats(scribe, written, pieces).DeliverTo(seats, static seat => seat.Connection);
        written.Block.Release();
    }

    protected override bool Concerns(FilteredPiece piece, IRecipient member) => piece.Item.Announcement is not { IsPresence: true } || ((Seat)member).SeesPresence;

    protected override bool IsUnwanted(FilteredPiece piece, Connection connection) =>
        piece.Item.Publication is { Receipt.Echo: false } publication && publication.Sender == connection;

    /// <summary>Offsets of a room have no holes. What has none is just not there, and neither is a message of two. Of a change it gets that the old text is void.</summary>
    protected override Block? Withhold(FilteredPiece piece) => piece.Item switch
    {
        { Publication: { To: null } publication } => scribe.WriteSkip(publication.Offset),
        { Announcement.Redaction: { } redaction } => scribe.WriteDeleted(redaction.Offset),
        _ => null,
    };

    protected override Block? Replace(FilteredPiece piece, in MessageData data)
    {
        // Binary is for raw receivers alone.
        if (data.IsBinary) return null;
        var block = Block.Rent();
        block.Append(Opcode.Text, MessageJson.Replace(_written.PayloadAt(piece.Start), data));
        return block;
    }

    private static OutboundMessage? Describe(string room, in RoomItem item, in Batch batch)
    {
        if (item.Announcement is { } announcement)
        {
            var message = MessageJson.ReadFrame(announcement.Frame, room, announcement.How.IsSignal);
            // The frame of a redaction does not say whose message it is.
            return message is { } changed && announcement.Redaction?.From is { } from ? changed with { SenderId = from.Id, SenderName = from.Name ?? from.Id } : message;
        }

        var publication = item.Publication!;
        var payload = batch.PayloadMemoryAt(publication.Start);
        return new OutboundMessage(
            publication.To is null ? room : null,
            publication.To is null ? MessageKind.Message : MessageKind.Direct,
            publication.IsJson ? MessageData.CompactJson(payload) : MessageData.Received(payload, isBinary: false),
            publication.From?.Id,
            publication.From?.Name ?? publication.From?.Id,
            publication.Offset);
    }
}
