namespace RoomSockets.Client;

/// <summary>Where a client is in its life.</summary>
public enum ClientState
{
    /// <summary>Not started, closed by the application, or ended by the server for good. Only <see cref="RoomSocketsClient.ConnectAsync"/> leaves it.</summary>
    Closed,

    /// <summary>On its way to its first connection.</summary>
    Connecting,

    /// <summary>The server has said welcome.</summary>
    Connected,

    /// <summary>The connection was lost; the client waits for its next attempt or makes it.</summary>
    Reconnecting,
}
