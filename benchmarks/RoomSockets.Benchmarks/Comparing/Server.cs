namespace RoomSockets.Benchmarks.Comparing;

/// <summary>One kind of server in the comparison: how it is started and spoken to.</summary>
/// <param name="Name">How it is asked for, and its name in the table.</param>
/// <param name="Dialect">The load's way to speak to it.</param>
/// <param name="Script">The file that node runs; null for a server of this executable.</param>
internal sealed record Server(string Name, string Dialect, string? Script = null)
{
    public const string Ours = "roomsockets";

    /// <summary>The same server, spoken to in the sub-protocol.</summary>
    public const string V1 = "v1";

    public static IReadOnlyList<Server> All { get; } =
    [
        new(Ours, "raw"),
        new(V1, "v1"),
        new("sendasync", "raw"),
        new("signalr", "signalr"),
        new("ws", "raw", "ws.mjs"),
        new("socketio", "socketio", "socketio.mjs"),
    ];

    public Child Start(Arguments options, string cores)
    {
        if (Script is not null) return Child.Start(cores, "node", ["--expose-gc", Path.Combine(NodePeers.Folder, Script)], []);
        string[] verb = Name is Ours or V1 ? ["serve"] : ["serve-peer", "--name", Name];
        string[] inline = options.Has("inline") ? ["--inline"] : [];
        // On one core the runtime has no server collector, so the default says what is true there.
        var gc = options.Get("gc", "workstation") == "server" ? "1" : "0";
        return Child.StartSelf(cores, [.. verb, "--urls", "http://127.0.0.1:0", "--with-parent", .. inline], new() { ["DOTNET_gcServer"] = gc });
    }
}
