namespace RoomSockets;

/// <summary>What a connection tells whoever serves it. The floors above implement it; a connection knows no rooms and no handlers.</summary>
internal interface IReceiver
{
    /// <summary>A whole message arrived. The next one is read when the task has completed; the bytes are valid until then.</summary>
    ValueTask OnMessageAsync(MessageData data);

    /// <summary>Nothing more is at hand: what was gathered from one read should go out now.</summary>
    void OnEndOfRead();

    /// <summary>The end is decided. Called once, by whoever decided; must not block.</summary>
    void OnClosing(CloseReason reason);
}
