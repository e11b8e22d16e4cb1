namespace RoomSockets;

/// <summary>A batch for the seats of a room: the same bytes for most, and for a sender that wants no echo the same bytes without its own.</summary>
internal sealed class Edition(Scribe scribe, List<RoomItem> items, WrittenItems written, RoomSocketsOptions options)
{
    private readonly bool _hasPresence = items.Exists(static item => item.Announcement is { IsPresence: true });
    private readonly HashSet<Connection>? _withoutEcho = items.Exists(static item => WantsNoEcho(item.Publication)) ? [.. items.Where(static item => WantsNoEcho(item.Publication)).Select(static item => item.Publication!.Sender!)] : null;
    private Variant? _plain;
    private Variant? _withPresence;

    public void DeliverTo(Seat[] seats, bool deflates)
    {
        _plain = Make(withPresence: false, deflates);
        _withPresence = _hasPresence ? Make(withPresence: true, deflates) : _plain;
        if (Spread.Pays(seats.Length)) Spread.Over(seats, Deliver);
        else
            foreach (var seat in seats) Deliver(seat);
        _plain.Release();
        if (_hasPresence) _withPresence.Release();
    }

    private void Deliver(Seat seat)
    {
        var variant = seat.SeesPresence ? _withPresence! : _plain!;
        if (_withoutEcho?.Contains(seat.Connection) == true) DeliverPieces(seat, variant);
        else variant.DeliverTo(seat);
    }

    private static bool WantsNoEcho(Publication? publication) => publication is { IsDelivered: true, Receipt.Echo: false, Sender: not null };

    private Variant Make(bool withPresence, bool deflates)
    {
        var pieces = _withoutEcho is null ? null : new List<Piece>();
        var batch = scribe.Write(items, written, withPresence, pieces);
        return new Variant(batch, deflates ? batch?.Deflate(options.DeflateMinBytes) : null, pieces);
    }

    /// <summary>Piece by piece, without copying any: neighbours that it gets go together.</summary>
    private void DeliverPieces(Seat seat, Variant variant)
    {
        if (variant.Plain is not { } batch) return;
        var run = default(Segment);
        foreach (var (item, start, length) in variant.Pieces!)
        {
            var how = item.Announcement?.How ?? default;
            var isOwn = item.Publication is { Receipt.Echo: false } publication && publication.Sender == seat.Connection;
            if (!isOwn && how.IsPlain)
            {
                run = run.Messages == 0 ? new Segment(start, length, 1) : run with { Length = run.Length + length, Messages = run.Messages + 1 };
                continue;
            }

            if (run.Messages > 0) seat.Deliver(batch.Block, run);
            run = default;
            if (isOwn) Skip(seat, item.Publication!);
            else if (how.Except?.Contains(seat.Id, StringComparer.Ordinal) != true) seat.Deliver(batch.Block, new Segment(start, length, 1, how.IsSignal, how.Replaces));
        }

        if (run.Messages > 0) seat.Deliver(batch.Block, run);
    }

    /// <summary>Offsets of a room have no holes; a conversation of two tells the sender by its ack alone.</summary>
    private void Skip(Seat seat, Publication publication)
    {
        if (publication.To is not null) return;
        var block = scribe.WriteSkip(publication.Offset);
        seat.Deliver(block, new Segment(0, block.Length, 1));
        block.Release();
    }

    /// <summary>The same frames, as they are and deflated.</summary>
    private sealed record Variant(Batch? Plain, Batch? Deflated, List<Piece>? Pieces)
    {
        public void DeliverTo(Seat seat)
        {
            if (Deflated is { } deflated && seat.Connection.Deflates) deflated.DeliverTo(seat);
            else Plain?.DeliverTo(seat);
        }

        public void Release()
        {
            Plain?.Block.Release();
            Deflated?.Block.Release();
        }
    }
}
