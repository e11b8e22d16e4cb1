using System.Diagnostics;

namespace RoomSockets.Benchmarks.Comparing;

/// <summary>Owns the servers that run in node: installs what they need when it is first asked for.</summary>
internal static class NodePeers
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "peers");

    /// <summary>Why they cannot run; null when they can.</summary>
    public static async Task<string?> PrepareAsync()
    {
        if (Programs.Find("node") is null) return "node is not installed";
        if (IsInstalled) return null;
        if (Programs.Find("npm") is null) return "npm is not installed";
        await Console.Error.WriteLineAsync("npm ci, once, for the servers that run in node");
        using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
        })!;
        try
        {
            await npm.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            npm.Kill(entireProcessTree: true);
        }

        return IsInstalled ? null : "npm ci failed";
    }

    /// <summary>Whether npm has finished with this very lock file: its own copy of it is written last.</summary>
    private static bool IsInstalled
    {
        get
        {
            var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
            return installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json"));
        }
    }
}
