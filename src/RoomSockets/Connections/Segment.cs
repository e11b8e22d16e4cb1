namespace RoomSockets;

/// <summary>Neighbouring frames of a block that are treated alike.</summary>
/// <param name="Start">Where they begin.</param>
/// <param name="Length">How many bytes they are.</param>
/// <param name="Messages">How many messages they are.</param>
/// <param name="IsSignal">Whether they may be dropped where a member is slow.</param>
/// <param name="Replaces">Signals of the same key replace each other where they wait; null for none.</param>
internal readonly record struct Segment(int Start, int Length, int Messages, bool IsSignal = false, string? Replaces = null);
