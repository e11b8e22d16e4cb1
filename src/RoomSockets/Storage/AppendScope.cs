namespace RoomSockets;

/// <summary>
/// Whether a room waits for the store just now, in this flow of calls. What the host does about a new user that is met there must
/// not be waited for: it may publish to that room, which would wait for itself.
/// </summary>
internal static class AppendScope
{
    private static readonly AsyncLocal<bool> Inside = new();

    public static bool IsInside => Inside.Value;

    /// <summary>Until the asynchronous method that calls it returns.</summary>
    public static void Enter() => Inside.Value = true;

    public static void Leave() => Inside.Value = false;
}
