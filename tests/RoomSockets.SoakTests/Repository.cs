namespace RoomSockets.SoakTests;

/// <summary>Where the tests' programs and other people's are.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Whether there is a Node, and the WebSocket that it lacks before version 22.</summary>
    public static bool HasNode { get; } = File.Exists(Path.Combine(Root, "tests", "interop", "node_modules", "ws", "package.json"));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "RoomSockets.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}

/// <summary>A test that needs Node. It is skipped, loudly, where that is not; with <c>ROOMSOCKETS_REQUIRE_ALL=1</c> it fails there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("ROOMSOCKETS_REQUIRE_ALL") != "1" && !Repository.HasNode)
            Skip = "Node's ws is not installed (npm ci --prefix tests/interop).";
    }
}
