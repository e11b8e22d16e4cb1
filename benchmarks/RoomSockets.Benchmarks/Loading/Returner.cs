namespace RoomSockets.Benchmarks.Loading;

/// <summary>Owns one client over its connections: where it is in its room, and what was wrong with what it was told.</summary>
internal sealed class Returner
{
    private bool _isSeated;
    private bool _isBack;

    /// <summary>The offset of the last message that it has; -1 before its first <c>joined</c>.</summary>
    public long Last { get; private set; } = -1;

    public string? Epoch { get; private set; }

    public bool IsSeated => _isSeated;

    public long Recovered { get; private set; }

    public long Lost { get; private set; }

    /// <summary>Messages that came twice, out of order, or before it was told that it is back.</summary>
    public long Repeated { get; private set; }

    public bool HasGap { get; private set; }

    /// <summary>Its connection is gone; it will go on from a message some way back, as if it had lost it then.</summary>
    public void Leave(int forget)
    {
        _isSeated = false;
        _isBack = Last >= 0;
        Last = Math.Max(0, Last - forget);
    }

    public void OnMessage(long offset)
    {
        if (!_isSeated || offset <= Last)
        {
            Repeated++;
            return;
        }

        Lost += offset - Last - 1;
        Last = offset;
    }

    /// <summary>Its position; after a return everything up to it, or word that this cannot be had.</summary>
    public void OnJoined(ReadOnlySpan<byte> joined)
    {
        var offset = V1Frames.NumberOf(joined, "\"offset\":"u8, out var at);
        Epoch = V1Frames.TextOf(joined, "\"epoch\":"u8);
        _isSeated = true;
        if (!_isBack || joined.IndexOf("\"recovered\":true"u8) < 0)
        {
            HasGap |= _isBack;
            Last = offset;
            return;
        }

        for (var rest = joined[at..]; V1Frames.NumberOf(rest, "{\"offset\":"u8, out at) is >= 0 and var item; rest = rest[at..])
        {
            Recovered++;
            OnMessage(item);
        }

        Lost += offset - Last;
        Last = offset;
    }

    /// <summary>At the end: what came after the last message that it has.</summary>
    public void Close(long last) => Lost += Math.Max(0, last - Last);
}
