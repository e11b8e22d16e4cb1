namespace RoomSockets.Client;

/// <summary>A piece of the past.</summary>
/// <param name="Messages">The messages, always ascending. Deleted ones keep their place.</param>
/// <param name="HasMore">Whether there is more in the direction that was asked for. A page may be shorter than its limit and yet have more.</param>
public sealed record HistoryPage(IReadOnlyList<RoomMessage> Messages, bool HasMore);
