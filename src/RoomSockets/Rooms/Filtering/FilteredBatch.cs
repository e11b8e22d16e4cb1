namespace RoomSockets;

/// <summary>A batch for receivers that are asked about one by one. Neighbours that a receiver gets as they are go together, uncopied.</summary>
internal abstract class FilteredBatch(Block block, IReadOnlyList<FilteredPiece> pieces)
{
    public void DeliverTo<T>(T[] members, Func<T, Connection> connectionOf) where T : IRecipient
    {
        if (Spread.Pays(members.Length)) Spread.Over(members, member => Deliver(member, connectionOf(member)));
        else
            foreach (var member in members) Deliver(member, connectionOf(member));
    }

    /// <summary>Whether the receiver is to get something of the piece at all, whatever the filter says.</summary>
    protected abstract bool Concerns(FilteredPiece piece, IRecipient member);

    /// <summary>The sender's own, which it does not want to have again.</summary>
    protected abstract bool IsUnwanted(FilteredPiece piece, Connection connection);

    /// <summary>A frame in the place of one that is withheld; null for none. The caller owns the reference.</summary>
    protected abstract Block? Withhold(FilteredPiece piece);

    /// <summary>The frame with other data; null where it cannot have that. The caller owns the reference.</summary>
    protected abstract Block? Replace(FilteredPiece piece, in MessageData data);

    private void Deliver<T>(T member, Connection connection) where T : IRecipient
    {
        var run = default(Segment);
        foreach (var piece in pieces)
        {
            if (!Concerns(piece, member) || piece.How.Except?.Contains(member.Id, StringComparer.Ordinal) == true) continue;
            MessageData? other = null;
            var isWanted = !IsUnwanted(piece, connection);
            if (isWanted && piece.IsSame(connection, out other))
            {
                if (piece.How.IsPlain && run.Messages > 0 && run.Start + run.Length == piece.Start)
                {
                    run = run with { Length = run.Length + piece.Length, Messages = run.Messages + 1 };
                    continue;
                }

                Flush(member, ref run);
                var segment = new Segment(piece.Start, piece.Length, 1, piece.How.IsSignal, piece.How.Replaces);
                if (piece.How.IsPlain) run = segment;
                else member.Deliver(block, segment);
                continue;
            }

            Flush(member, ref run);
            var instead = other is { } data ? Replace(piece, data) ?? Withhold(piece) : Withhold(piece);
            if (instead is null) continue;
            member.Deliver(instead, new Segment(0, instead.Length, 1, piece.How.IsSignal, piece.How.Replaces));
            instead.Release();
        }

        Flush(member, ref run);
    }

    private void Flush<T>(T member, ref Segment run) where T : IRecipient
    {
        if (run.Messages > 0) member.Deliver(block, run);
        run = default;
    }
}
