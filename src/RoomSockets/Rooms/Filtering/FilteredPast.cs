namespace RoomSockets;

/// <summary>What was said, as one receiver may see it: else what was withheld would come back when it comes back.</summary>
internal static class FilteredPast
{
    /// <param name="items">The items.</param>
    /// <param name="receiver">Who is to get them.</param>
    /// <param name="room">The room; null for a conversation of two.</param>
    /// <returns>As many items, some of them changed, or marked as deleted.</returns>
    public static IReadOnlyList<byte[]> Of(IReadOnlyList<byte[]> items, Connection receiver, string? room) =>
        receiver.Filter is { } filter ? [.. items.Select(item => Ask(filter, item, receiver, room))] : items;

    private static byte[] Ask(IReceiverFilter filter, byte[] item, Connection receiver, string? room)
    {
        if (MessageJson.ReadItem(item, room, room is null ? MessageKind.Direct : MessageKind.Message) is not { } message) return item;
        if (filter.Filter(message, receiver) is not { IsBinary: false } data) return MessageJson.Deleted(message.Offset);
        return FilteredPiece.Same(data, message.Data) ? item : MessageJson.Replace(item, data);
    }
}
