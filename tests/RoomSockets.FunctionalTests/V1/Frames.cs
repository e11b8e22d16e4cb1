using System.Text.Json.Nodes;

namespace RoomSockets.FunctionalTests.V1;

/// <summary>Frames as a client writes them, and what a test wants to know of the server's.</summary>
internal static class Frames
{
    public static JsonObject Join(string id, string room, (long Offset, string Epoch)? since = null, bool presence = false, int history = 0)
    {
        var frame = new JsonObject { ["type"] = "join", ["id"] = id, ["room"] = room };
        if (since is { } position) frame["since"] = new JsonObject { ["offset"] = position.Offset, ["epoch"] = position.Epoch };
        if (presence) frame["presence"] = true;
        if (history > 0) frame["history"] = history;
        return frame;
    }

    public static JsonObject Publish(string id, string room, string data, string? key = null, bool echo = true)
    {
        var frame = new JsonObject { ["type"] = "publish", ["id"] = id, ["room"] = room, ["data"] = data };
        if (key is not null) frame["key"] = key;
        if (!echo) frame["echo"] = false;
        return frame;
    }

    public static JsonObject Direct(string id, string to, string data, string? key = null)
    {
        var frame = new JsonObject { ["type"] = "direct", ["id"] = id, ["to"] = to, ["data"] = data };
        if (key is not null) frame["key"] = key;
        return frame;
    }

    public static string Type(this JsonObject frame) => frame["type"]!.GetValue<string>();

    public static long Offset(this JsonNode frame) => frame["offset"]!.GetValue<long>();

    public static string Data(this JsonNode frame) => frame["data"]!.GetValue<string>();

    public static string Code(this JsonObject frame) => frame["code"]!.ToString();

    /// <summary>The position of a <c>joined</c>.</summary>
    public static (long Offset, string Epoch) Position(this JsonObject joined) => (joined.Offset(), joined["epoch"]!.GetValue<string>());

    public static List<long> Offsets(this JsonObject frame) => [.. frame["messages"]!.AsArray().Select(static item => item!.Offset())];

    public static bool Recovered(this JsonObject joined) => joined["recovered"]!.GetValue<bool>();
}
