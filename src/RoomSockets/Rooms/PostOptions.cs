namespace RoomSockets;

/// <summary>How a message that is not published wants to be treated.</summary>
/// <param name="IsSignal">Whether it may be dropped where a member is slow.</param>
/// <param name="Replaces">Signals of the same key replace each other where they wait.</param>
/// <param name="Except">Ids of connections that do not get it.</param>
/// <param name="Sender">Whose message it is; null for the application's own.</param>
/// <param name="Name">What those who speak the sub-protocol know it by.</param>
internal readonly record struct PostOptions(bool IsSignal = false, string? Replaces = null, IReadOnlyCollection<string>? Except = null, Connection? Sender = null, string? Name = null)
{
    /// <summary>Text of the server's that is not part of the conversation.</summary>
    public const string Notice = "notice";

    public bool IsPlain => !IsSignal && Except is not { Count: > 0 };
}
