namespace RoomSockets.Client;

/// <summary>What the core tells the application.</summary>
internal interface IClientEvents
{
    void RaiseState(ClientState state);

    void RaiseRoomJoined(ClientRoom room);

    void RaiseDirect(DirectMessage message);

    void RaiseNotice(RoomSignal notice);

    void RaiseError(RoomSocketsException error);
}
