namespace RoomSockets;

/// <summary>One frame of a block, and what a filter is asked about it.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="How">How it wants to be treated.</param>
/// <param name="Message">What it says; null for what is not asked about.</param>
/// <param name="Item">What it is to those who speak the sub-protocol.</param>
internal sealed record FilteredPiece(int Start, int Length, PostOptions How, OutboundMessage? Message, RoomItem Item = default)
{
    /// <summary>Whether it goes to the receiver as it is; else what goes in its place, null for nothing.</summary>
    public bool IsSame(Connection receiver, out MessageData? other)
    {
        other = null;
        if (Message is not { } message) return true;
        other = receiver.Filter!.Filter(message, receiver);
        return other is { } data && Same(data, message.Data);
    }

    public static bool Same(in MessageData data, in MessageData other) =>
        data.Bytes.Equals(other.Bytes) && data.IsBinary == other.IsBinary && data.IsJson == other.IsJson;
}
