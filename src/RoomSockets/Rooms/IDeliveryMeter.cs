namespace RoomSockets;

/// <summary>Is told what rooms hand to their members, once for each batch.</summary>
internal interface IDeliveryMeter
{
    /// <param name="room">The room; null for a conversation of two.</param>
    /// <param name="messages">The messages of the batch.</param>
    /// <param name="bytes">Their bytes, framed.</param>
    /// <param name="receivers">Who gets them.</param>
    void NoteDelivered(string? room, int messages, int bytes, int receivers);
}
