namespace RoomSockets.Client;

/// <summary>What a membership needs of the client that it belongs to.</summary>
internal interface IMembershipOwner
{
    /// <summary>The connection, once the server said welcome; null while there is none.</summary>
    ClientConnection? Connection { get; }

    RoomSocketsClientOptions Options { get; }

    TurnQueue Turns { get; }

    RequestNumbers Numbers { get; }

    /// <summary>Tells the application; what it throws stays with it.</summary>
    void Raise(Action raise);

    /// <summary>The room can be published to, from now on.</summary>
    void OnJoined();

    /// <summary>A message was read in the room; its sender may be this client.</summary>
    void OnSeen(Membership membership, RoomMessage message);

    /// <summary>The room is left, and forgotten.</summary>
    void OnEnded(Membership membership);
}
