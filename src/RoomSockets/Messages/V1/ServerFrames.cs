using System.Text.Json;

namespace RoomSockets;

/// <summary>What the server says. Each frame is one JSON object with a string <c>type</c>. Pure.</summary>
internal static class ServerFrames
{
    public static void Welcome(Utf8JsonWriter json, string connection, UserRef? user, int maxBytes, int maxRooms, int perSecond, TimeSpan? tokenExpiresIn)
    {
        Begin(json, "welcome"u8);
        json.WriteNumber("v"u8, 1);
        json.WriteString("connection"u8, connection);
        WriteUser(json, "user"u8, user);
        json.WriteStartObject("limits"u8);
        json.WriteNumber("maxBytes"u8, maxBytes);
        json.WriteNumber("rooms"u8, maxRooms);
        if (perSecond > 0) json.WriteNumber("perSecond"u8, perSecond);
        json.WriteEndObject();
        WriteTokenEnd(json, tokenExpiresIn);
        json.WriteEndObject();
    }

    public static void Ack(Utf8JsonWriter json, ReadOnlySpan<byte> id, string room, long offset, bool isDuplicate)
    {
        Begin(json, "ack"u8, id);
        json.WriteString("room"u8, room);
        json.WriteNumber("offset"u8, offset);
        json.WriteBoolean("duplicate"u8, isDuplicate);
        json.WriteEndObject();
    }

    /// <summary>An ack of something that has no place in a room.</summary>
    public static void Ack(Utf8JsonWriter json, ReadOnlySpan<byte> id, TimeSpan? tokenExpiresIn = null)
    {
        Begin(json, "ack"u8, id);
        WriteTokenEnd(json, tokenExpiresIn);
        json.WriteEndObject();
    }

    public static void Skip(Utf8JsonWriter json, string room, long offset)
    {
        Begin(json, "skip"u8);
        json.WriteString("room"u8, room);
        json.WriteNumber("offset"u8, offset);
        json.WriteEndObject();
    }

    /// <summary>A signal of the application's, which nobody has sent.</summary>
    public static void Signal(Utf8JsonWriter json, string? room, string name, MessageData data)
    {
        Begin(json, "signal"u8);
        if (room is not null) json.WriteString("room"u8, room);
        json.WriteString("name"u8, name);
        MessageItem.WriteData(json, data.Bytes.Span, data.IsJson);
        json.WriteEndObject();
    }

    /// <summary>A signal of a client's: it always says from whom, also where that is nobody with a name.</summary>
    public static void ClientSignal(Utf8JsonWriter json, string room, string name, UserRef? from, MessageData? data)
    {
        Begin(json, "signal"u8);
        json.WriteString("room"u8, room);
        json.WriteString("name"u8, name);
        WriteUser(json, "from"u8, from);
        if (data is { } content) MessageItem.WriteData(json, content.Bytes.Span, content.IsJson);
        json.WriteEndObject();
    }

    /// <summary>Messages that are in the room's order and cannot be sent from here: join again to have them.</summary>
    public static void Gap(Utf8JsonWriter json, string room, long from, long to)
    {
        Begin(json, "gap"u8);
        json.WriteString("room"u8, room);
        json.WriteNumber("from"u8, from);
        json.WriteNumber("to"u8, to);
        json.WriteEndObject();
    }

    /// <summary>A message says something else from now on; with no data it was deleted.</summary>
    public static void Redacted(Utf8JsonWriter json, string room, long offset, MessageData? data)
    {
        Begin(json, "redacted"u8);
        json.WriteString("room"u8, room);
        json.WriteNumber("offset"u8, offset);
        if (data is { } content) MessageItem.WriteData(json, content.Bytes.Span, content.IsJson);
        json.WriteEndObject();
    }

    /// <summary>The last frame of a room; a whole one, since it travels with whoever leaves.</summary>
    public static MessageData Left(ReadOnlySpan<byte> id, string room, string? reason = null, DateTimeOffset? until = null)
    {
        using var text = JsonText.Rent();
        Begin(text.Writer, "left"u8, id);
        text.Writer.WriteString("room"u8, room);
        if (reason is not null) text.Writer.WriteString("reason"u8, reason);
        if (until is { } end) MessageItem.WriteTime(text.Writer, "until"u8, end);
        text.Writer.WriteEndObject();
        return MessageData.Received(text.Utf8.ToArray(), isBinary: false);
    }

    public static void History(Utf8JsonWriter json, ReadOnlySpan<byte> id, string? room, string? to, IReadOnlyList<byte[]> items, bool hasMore)
    {
        Begin(json, "history"u8, id);
        if (room is not null) json.WriteString("room"u8, room);
        if (to is not null) json.WriteString("to"u8, to);
        WriteItems(json, items);
        json.WriteBoolean("more"u8, hasMore);
        json.WriteEndObject();
    }

    public static void Error(Utf8JsonWriter json, ReadOnlySpan<byte> id, string? room, FrameError error)
    {
        Begin(json, "error"u8, id);
        if (room is not null) json.WriteString("room"u8, room);
        json.WriteString("code"u8, error.Code);
        json.WriteString("message"u8, error.Message);
        if (error.Field is not null) json.WriteString("field"u8, error.Field);
        json.WriteBoolean("temporary"u8, error.IsTemporary);
        if (error.RetryAfter is { } after) json.WriteNumber("retryAfterMs"u8, (long)Math.Ceiling(after.TotalMilliseconds));
        if (error.Until is { } end) MessageItem.WriteTime(json, "until"u8, end);
        json.WriteEndObject();
    }

    public static void Bye(Utf8JsonWriter json, int code, string reason, bool mayReconnect, TimeSpan? retryAfter)
    {
        Begin(json, "bye"u8);
        json.WriteNumber("code"u8, code);
        json.WriteString("reason"u8, reason);
        json.WriteBoolean("reconnect"u8, mayReconnect);
        if (retryAfter is { } after) json.WriteNumber("retryAfterMs"u8, (long)after.TotalMilliseconds);
        json.WriteEndObject();
    }

    public static void Pong(Utf8JsonWriter json, ReadOnlySpan<byte> id)
    {
        Begin(json, "pong"u8, id);
        json.WriteEndObject();
    }

    internal static void Begin(Utf8JsonWriter json, ReadOnlySpan<byte> type, ReadOnlySpan<byte> id = default)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        if (id.IsEmpty) return;
        json.WritePropertyName("id"u8);
        json.WriteRawValue(id, skipInputValidation: true);
    }

    internal static void WriteItems(Utf8JsonWriter json, IReadOnlyList<byte[]> items)
    {
        json.WriteStartArray("messages"u8);
        foreach (var item in items) json.WriteRawValue(item, skipInputValidation: true);
        json.WriteEndArray();
    }

    internal static void WriteUser(Utf8JsonWriter json, ReadOnlySpan<byte> name, UserRef? user)
    {
        if (user is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteString("id"u8, user.Id);
        json.WriteString("name"u8, user.Name ?? user.Id);
        json.WriteEndObject();
    }

    private static void WriteTokenEnd(Utf8JsonWriter json, TimeSpan? tokenExpiresIn)
    {
        if (tokenExpiresIn is { } left) json.WriteNumber("tokenExpiresIn"u8, Math.Max(0, (long)left.TotalSeconds));
    }
}

/// <summary>A user as others see it.</summary>
internal sealed record UserRef(string Id, string? Name);
