using System.Buffers.Text;
using System.Text;

namespace RoomSockets.Benchmarks.Loading;

/// <summary>
/// What a load says in <c>roomsockets.v1.json</c>, and what it reads without parsing JSON: it knows how the server's frames begin,
/// and that the data of its messages holds nothing that looks like a field.
/// </summary>
internal static class V1Frames
{
    public const string SubProtocol = "roomsockets.v1.json";
    public const string Welcome = "{\"type\":\"welcome\"";
    public const string Joined = "{\"type\":\"joined\"";
    public const string Left = "{\"type\":\"left\"";
    public const string Message = "{\"type\":\"message\"";
    public const string Error = "{\"type\":\"error\"";

    /// <summary>A connection that joins no room by its route, and is ready once it was greeted.</summary>
    public static Dialect Verbatim { get; } = Dialect.Of("v1") with { ReadyPrefix = Welcome, IsVerbatim = true };

    public static byte[] Join(string room, int id, bool presence) =>
        ClientFrames.Text($"{{\"type\":\"join\",\"id\":{id},\"room\":\"{room}\"{(presence ? ",\"presence\":true" : string.Empty)}}}");

    public static byte[] Leave(string room, int id) => ClientFrames.Text($"{{\"type\":\"leave\",\"id\":{id},\"room\":\"{room}\"}}");

    public static byte[] Publish(string room, string data) => ClientFrames.Text($"{{\"type\":\"publish\",\"room\":\"{room}\",\"data\":\"{data}\"}}");

    public static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> beginning) => text.StartsWith(beginning);

    /// <summary>The number after the first occurrence of a field such as <c>"offset":</c>; -1 where there is none.</summary>
    /// <param name="text">The frame.</param>
    /// <param name="field">The field with its quotes and colon.</param>
    /// <param name="next">Where the number ends.</param>
    public static long NumberOf(ReadOnlySpan<byte> text, ReadOnlySpan<byte> field, out int next)
    {
        next = text.IndexOf(field);
        if (next < 0) return -1;
        next += field.Length;
        if (!Utf8Parser.TryParse(text[next..], out long number, out var length)) return -1;
        next += length;
        return number;
    }

    public static long NumberOf(ReadOnlySpan<byte> text, ReadOnlySpan<byte> field) => NumberOf(text, field, out _);

    /// <summary>The text after a field such as <c>"epoch":</c>; null where there is none.</summary>
    public static string? TextOf(ReadOnlySpan<byte> text, ReadOnlySpan<byte> field)
    {
        var start = text.IndexOf(field);
        if (start < 0) return null;
        var value = text[(start + field.Length + 1)..];
        return Encoding.UTF8.GetString(value[..value.IndexOf((byte)'"')]);
    }
}
