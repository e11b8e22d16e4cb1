using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RoomSockets.Client;

/// <summary>Writes frames of the client. Pure.</summary>
internal static class FrameWriter
{
    // What we write is read by JSON parsers, never pasted into a page.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static byte[] Join(long id, string room, JoinOptions options, RoomPosition? since) => WriteFrame("join", id, writer =>
    {
        writer.WriteString("room"u8, room);
        if (since is { } position)
        {
            writer.WriteStartObject("since"u8);
            writer.WriteNumber("offset"u8, position.Offset);
            writer.WriteString("epoch"u8, position.Epoch);
            writer.WriteEndObject();
        }
        else if (options.History > 0)
        {
            writer.WriteNumber("history"u8, options.History);
        }

        if (options.Presence) writer.WriteBoolean("presence"u8, true);
    });

    public static byte[] Publish(long id, string room, string key, JsonData data, bool echo) => WriteFrame("publish", id, writer =>
    {
        writer.WriteString("room"u8, room);
        writer.WriteString("key"u8, key);
        WriteData(writer, data);
        if (!echo) writer.WriteBoolean("echo"u8, false);
    });

    public static byte[] Direct(long id, string to, string key, JsonData data) => WriteFrame("direct", id, writer =>
    {
        writer.WriteString("to"u8, to);
        writer.WriteString("key"u8, key);
        WriteData(writer, data);
    });

    public static byte[] Signal(string room, string name, JsonData? data) => WriteFrame("signal", null, writer =>
    {
        writer.WriteString("room"u8, room);
        writer.WriteString("name"u8, name);
        if (data is not null) WriteData(writer, data);
    });

    public static byte[] History(long id, string? room, string? to, HistoryOptions options) => WriteFrame("history", id, writer =>
    {
        if (room is not null) writer.WriteString("room"u8, room);
        if (to is not null) writer.WriteString("to"u8, to);
        if (options.Before is { } before) writer.WriteNumber("before"u8, before);
        if (options.After is { } after) writer.WriteNumber("after"u8, after);
        writer.WriteNumber("limit"u8, options.Limit);
    });

    public static byte[] Status(long id, string status) => WriteFrame("status", id, writer => writer.WriteString("status"u8, status));

    public static byte[] Auth(long id, string token) => WriteFrame("auth", id, writer => writer.WriteString("token"u8, token));

    public static byte[] Leave(long id, string room) => WriteFrame("leave", id, writer => writer.WriteString("room"u8, room));

    public static byte[] Ping(long id) => WriteFrame("ping", id, _ => { });

    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Options)) write(writer);
        return buffer.WrittenSpan.ToArray();
    }

    private static byte[] WriteFrame(string type, long? id, Action<Utf8JsonWriter> writeFields) => Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, type);
        if (id is { } number) writer.WriteNumber("id"u8, number);
        writeFields(writer);
        writer.WriteEndObject();
    });

    private static void WriteData(Utf8JsonWriter writer, JsonData data)
    {
        writer.WritePropertyName("data"u8);
        writer.WriteRawValue(data.Utf8, skipInputValidation: true);
    }
}
