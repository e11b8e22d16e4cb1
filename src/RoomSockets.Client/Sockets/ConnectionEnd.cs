namespace RoomSockets.Client;

/// <summary>How a connection ended.</summary>
/// <param name="Code">The server's close code; 1005 for a close without one, 1006 for no close at all.</param>
/// <param name="Reason">The server's reason, or what went wrong.</param>
/// <param name="Cause">The exception; null for a close frame.</param>
internal sealed record ConnectionEnd(int Code, string Reason, Exception? Cause = null)
{
    public const int NoCode = 1005;
    public const int Abnormal = 1006;

    public static ConnectionEnd Lost(string reason, Exception? cause = null) => new(Abnormal, reason, cause);
}
