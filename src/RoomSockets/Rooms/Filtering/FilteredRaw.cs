namespace RoomSockets;

/// <summary>A batch for raw receivers that are asked about one by one.</summary>
internal sealed class FilteredRaw(string room, in Batch batch) : FilteredBatch(batch.Block, Read(room, batch))
{
    protected override bool Concerns(FilteredPiece piece, IRecipient member) => true;

    protected override bool IsUnwanted(FilteredPiece piece, Connection connection) => false;

    protected override Block? Withhold(FilteredPiece piece) => null;

    protected override Block Replace(FilteredPiece piece, in MessageData data)
    {
        var other = Block.Rent();
        other.Append(data.IsBinary ? Opcode.Binary : Opcode.Text, data.Bytes.Span);
        return other;
    }

    private static List<FilteredPiece> Read(string room, in Batch batch)
    {
        var pieces = new List<FilteredPiece>();
        var excluded = batch.FindExcluded();
        var origins = batch.Origins ?? [];
        var (frames, next) = (batch.Block.Frames, 0);
        for (var at = 0; at < frames.Length;)
        {
            FrameHeader.TryRead(frames.Span[at..], out var header);
            var length = header.Size + (int)header.Length;
            var origin = next < origins.Count && origins[next].Start == at ? origins[next++] : new FrameOrigin(at, default, null, 0, IsJson: false);
            if (excluded?.Contains(at) != true)
                pieces.Add(new FilteredPiece(at, length, origin.How, origin.Describe(room, frames.Slice(at + header.Size, (int)header.Length), header.Opcode == Opcode.Binary)));
            at += length;
        }

        return pieces;
    }
}
