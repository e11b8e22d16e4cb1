using System.Runtime.InteropServices;

namespace RoomSockets.Benchmarks.Comparing;

/// <summary>Where the figures come from.</summary>
internal static class Machine
{
    public static string Describe() =>
        $"{Environment.ProcessorCount} cores ({Model()}), {Memory()}, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";

    private static string Model() => Value("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string Memory() => $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB";

    private static string? Value(string file, string name) =>
        File.Exists(file) ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() : null;
}
