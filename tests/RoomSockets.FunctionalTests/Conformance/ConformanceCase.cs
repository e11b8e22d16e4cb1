using System.Text.Json.Nodes;
using RoomSockets.FunctionalTests.Interop;

namespace RoomSockets.FunctionalTests.Conformance;

/// <summary>One case of docs/protocol/server.json.</summary>
/// <param name="Name">Unique in the file.</param>
/// <param name="NeedsDatabase">Whether the store must survive a restart.</param>
/// <param name="Steps">In their order.</param>
internal sealed record ConformanceCase(string Name, bool NeedsDatabase, IReadOnlyList<JsonObject> Steps)
{
    public static IReadOnlyList<ConformanceCase> All { get; } = Read();

    public static ConformanceCase Find(string name) => All.Single(one => one.Name == name);

    private static List<ConformanceCase> Read()
    {
        var file = JsonNode.Parse(File.ReadAllText(Path.Combine(Tools.Root, "docs", "protocol", "server.json")))!;
        return
        [
            .. file["cases"]!.AsArray().Select(one => new ConformanceCase(
                one!["name"]!.GetValue<string>(),
                one["store"]?.GetValue<bool>() == true,
                [.. one["steps"]!.AsArray().Select(step => step!.AsObject())])),
        ];
    }
}
