namespace RoomSockets.Client;

/// <summary>What a socket is to be opened with.</summary>
/// <param name="Uri">Where.</param>
/// <param name="SubProtocols">What to offer, in this order. The token is among them: do not log it.</param>
public sealed record SocketRequest(Uri Uri, IReadOnlyList<string> SubProtocols);
