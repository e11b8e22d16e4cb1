namespace RoomSockets;

/// <summary>How a peer wants to be spoken to. A connection without one is raw: it is sent what there is, as it is.</summary>
internal interface IDialect
{
    /// <summary>What the application sends, as this peer understands it; null where it cannot.</summary>
    MessageData? Translate(MessageData data);

    /// <summary>How the peer is told that it is over.</summary>
    Goodbye Part(CloseReason reason);
}

/// <summary>The end of a connection as the peer hears of it.</summary>
/// <param name="Code">The close code.</param>
/// <param name="Text">The reason in the close frame.</param>
/// <param name="LastWords">A text message before the close frame; empty for none.</param>
internal readonly record struct Goodbye(int Code, string Text, ReadOnlyMemory<byte> LastWords);
