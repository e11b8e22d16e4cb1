namespace RoomSockets;

/// <summary>What a sender is told whose message could not be taken for the moment; its connection stays open.</summary>
internal static class TemporaryError
{
    public static MessageData Forbidden { get; } =
        """{"type":"error","code":"forbidden","message":"You may not speak in this room.","temporary":false}""";

    public static MessageData StoreUnavailable { get; } =
        """{"type":"error","code":"store_unavailable","message":"Your message was not stored and nobody got it. Try again later.","temporary":true}""";

    public static MessageData TooFast(TimeSpan retryAfter) => Of(FrameError.TooFast("messages", retryAfter));

    public static MessageData Of(FrameError error)
    {
        using var text = JsonText.Rent();
        ServerFrames.Error(text.Writer, [], room: null, error);
        return MessageData.Received(text.Utf8.ToArray(), isBinary: false);
    }
}
