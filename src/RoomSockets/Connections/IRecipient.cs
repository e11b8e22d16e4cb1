namespace RoomSockets;

/// <summary>Somebody who is handed parts of blocks, without ever being waited for.</summary>
internal interface IRecipient
{
    /// <summary>The connection's id.</summary>
    string Id { get; }

    void Deliver(Block block, in Segment segment);
}
