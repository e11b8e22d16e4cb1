namespace RoomSockets;

/// <summary>Owns what waits to be delivered to one room, already framed for raw members, in order. Bounded; not thread-safe.</summary>
internal sealed class RoomInbox(int maxMessages, int maxBytes)
{
    private readonly BatchWriter _raw = new();
    private List<RoomItem>? _items;
    private List<FrameOrigin>? _origins;
    private int _otherBytes;

    public bool IsEmpty => _raw.IsEmpty;

    /// <summary>Of the raw frames.</summary>
    public int Length => _raw.Length;

    private int Count => Math.Max(_raw.Messages, _items?.Count ?? 0);

    /// <summary>A message always fits into an empty inbox, however large it is.</summary>
    /// <param name="bytes">Of its raw frame.</param>
    /// <param name="otherBytes">Of what those get who speak the sub-protocol; 0 where nobody does.</param>
    public bool HasPlaceFor(int bytes, int otherBytes = 0) => IsEmpty || (Count < maxMessages && _raw.Length + bytes <= maxBytes && _otherBytes + otherBytes <= maxBytes * 2);

    /// <summary>Adds a message for raw members, and for all where more is known of it.</summary>
    /// <param name="data">The message; its bytes are copied.</param>
    /// <param name="options">How it wants to be treated.</param>
    /// <param name="publication">What else is to be known of a numbered one; null for nothing.</param>
    /// <param name="otherBytes">Of what those get who speak the sub-protocol.</param>
    public void Add(MessageData data, in PostOptions options, Publication? publication = null, int otherBytes = 0)
    {
        _otherBytes += otherBytes;
        var start = _raw.Length;
        _raw.Add(data.IsBinary ? Opcode.Binary : Opcode.Text, data.Bytes.Span, [], options);
        if (publication is null) return;
        publication.Start = start;
        (_items ??= []).Add(new RoomItem(publication, null));
    }

    /// <summary>Adds what raw members do not get: an announcement, or the repetition of a message that is there already.</summary>
    public void Add(in RoomItem item)
    {
        _raw.Begin();
        (_items ??= []).Add(item);
        _otherBytes += item.Announcement?.Frame.Length ?? 0;
    }

    /// <summary>Says where the last frame came from.</summary>
    public void Describe(in FrameOrigin origin) => (_origins ??= []).Add(origin);

    /// <summary>Takes everything that waits; the caller owns the block's reference. Null where nothing does.</summary>
    public Batch? Take()
    {
        if (IsEmpty) return null;
        var batch = _raw.Take(_items) with { Origins = _origins };
        (_items, _origins, _otherBytes) = (null, null, 0);
        return batch;
    }
}
