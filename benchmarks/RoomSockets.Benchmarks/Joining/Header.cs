using RoomSockets.Benchmarks.Comparing;
using RoomSockets.Benchmarks.Serving;

namespace RoomSockets.Benchmarks.Joining;

/// <summary>Says where the figures of a command come from.</summary>
internal static class Header
{
    public static void Write(ServerState? server, string serverCores, string loadCores, string commandLine)
    {
        Console.WriteLine($"- {Machine.Describe()}");
        if (server is not null) Console.WriteLine($"- server on {server.Runtime}, GC {server.Gc}");
        Console.WriteLine($"- server on core {Name(serverCores)}, load on core {Name(loadCores)}");
        Console.WriteLine($"- command: dotnet run -c Release --project benchmarks/RoomSockets.Benchmarks -- {commandLine}");
        Console.WriteLine();
    }

    private static string Name(string cores) => cores.Length == 0 ? "any" : cores;
}
