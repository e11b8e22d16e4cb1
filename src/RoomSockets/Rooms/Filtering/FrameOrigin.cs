namespace RoomSockets;

/// <summary>Where a raw frame came from, for filters that want to know.</summary>
/// <param name="Start">Where it begins in the block.</param>
/// <param name="How">How it wants to be treated.</param>
/// <param name="Publication">What else is known of a numbered one; null for nothing.</param>
/// <param name="Offset">Its offset, where it had one when it was posted.</param>
/// <param name="IsJson">Whether its text is JSON.</param>
internal readonly record struct FrameOrigin(int Start, PostOptions How, Publication? Publication, long Offset, bool IsJson)
{
    private UserRef? From => Publication is { } publication ? publication.From : How.Sender?.Identity.Reference;

    public OutboundMessage Describe(string room, ReadOnlyMemory<byte> payload, bool isBinary) => new(
        room,
        How.IsSignal ? MessageKind.Signal : MessageKind.Message,
        IsJson && !isBinary ? MessageData.CompactJson(payload) : MessageData.Received(payload, isBinary),
        From?.Id,
        From?.Name ?? From?.Id,
        Publication?.Offset ?? Offset,
        How.IsSignal ? How.Name ?? PostOptions.Notice : null);
}
