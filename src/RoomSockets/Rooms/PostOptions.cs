namespace RoomSockets;

/// <summary>How a message that is not published wants to be treated.</summary>
/// <param name="IsSignal">Whether it may be dropped where a member is slow.</param>
/// <param name="Replaces">Signals of the same key replace each other where they wait.</param>
/// <param name="Except">Ids of connections that do not get it.</param>
internal readonly record struct PostOptions(bool IsSignal = false, string? Replaces = null, IReadOnlyCollection<string>? Except = null)
{
    public bool IsPlain => !IsSignal && Except is not { Count: > 0 };
}
