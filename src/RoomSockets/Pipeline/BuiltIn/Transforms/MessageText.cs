namespace RoomSockets;

/// <summary>Changes the words of a message: its text, or where it is JSON the strings in it, so that it stays JSON. Pure.</summary>
internal static class MessageText
{
    /// <param name="message">The message.</param>
    /// <param name="change">Makes other words of some; the same object where nothing changes.</param>
    public static MessageData Change(MessageContext message, Func<string, string> change)
    {
        var data = message.Data;
        // Raw clients send JSON as text, and a word of it may be written with escapes.
        if ((data.IsJson || MayBeJson(data.Bytes.Span)) && JsonStrings.TryChange(data.Bytes, change, out var json))
            return data.IsJson ? MessageData.CompactJson(json) : MessageData.Received(json, isBinary: false);
        var text = message.Text;
        var changed = change(text);
        return ReferenceEquals(text, changed) ? data : MessageData.Text(changed);
    }

    private static bool MayBeJson(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes.TrimStart(" \t\r\n"u8);
        return !rest.IsEmpty && rest[0] is (byte)'{' or (byte)'[' or (byte)'"';
    }
}
