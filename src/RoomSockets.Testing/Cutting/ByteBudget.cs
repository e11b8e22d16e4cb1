namespace RoomSockets.Testing;

/// <summary>Owns the count of the bytes that may still pass through a link before it is cut.</summary>
internal sealed class ByteBudget
{
    private readonly Lock _gate = new();
    private long _left = long.MaxValue;
    private CutKind _kind;

    public void Set(PlannedCut cut)
    {
        lock (_gate) (_left, _kind) = (cut.AfterBytes, cut.Kind);
    }

    /// <summary>Takes as many bytes as may pass; with a kind when the cut comes right after them.</summary>
    public (int Count, CutKind? Cut) Take(int count)
    {
        lock (_gate)
        {
            if (_left > count)
            {
                if (_left != long.MaxValue) _left -= count;
                return (count, null);
            }

            var last = (int)_left;
            _left = 0;
            return (last, _kind);
        }
    }
}
