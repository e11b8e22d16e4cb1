using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace RoomSockets.FunctionalTests.Interop;

/// <summary>Other people's programs that the interoperability tests need.</summary>
internal static class Tools
{
    /// <summary>The system's Python, where Debian's packages live, whatever else is on the path.</summary>
    public const string Python = "/usr/bin/python3";

    public static string Root { get; } = FindRoot();

    public static string Interop { get; } = Path.Combine(Root, "tests", "interop");

    public static string Wscat { get; } = Path.Combine(Interop, "node_modules", "wscat", "bin", "wscat");

    public static bool HasPython { get; } = File.Exists(Python) && Succeeds(Python, "-c", "import websockets");

    public static bool HasNode { get; } = Succeeds("node", "--version");

    public static bool HasWscat { get; } = File.Exists(Wscat);

    public static bool HasChromium { get; } = Succeeds("chromium", "--version");

    /// <summary>The Vue client as MinimalHost's build leaves it.</summary>
    public static string VueClient { get; } = Path.Combine(Root, "samples", "MinimalHost", "wwwroot");

    public static bool HasVueClient { get; } = File.Exists(Path.Combine(VueClient, "index.html")) && Directory.Exists(Path.Combine(Root, "samples", "VueClient", "node_modules"));

    public static bool HasPlaywright { get; } = Directory.Exists(Path.Combine(Interop, "node_modules", "playwright-core"));

    public static Process Start(string program, params string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        RedirectStandardInput = true,
    })!;

    private static bool Succeeds(string program, params string[] arguments)
    {
        try
        {
            using var process = Start(program, arguments);
            return process.WaitForExit(TestApp.Patience) && process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "RoomSockets.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}

/// <summary>A test that needs other people's programs. It is skipped, loudly, where they are not; with <c>ROOMSOCKETS_REQUIRE_ALL=1</c> it fails there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class InteropFactAttribute : FactAttribute
{
    public InteropFactAttribute(bool python = false, bool node = false, bool browser = false, bool client = false, [CallerMemberName] string test = "")
    {
        if (Environment.GetEnvironmentVariable("ROOMSOCKETS_REQUIRE_ALL") == "1") return;
        if (python && !Tools.HasPython) Skip = "Debian's python3-websockets is not installed (apt-get install python3-websockets).";
        else if ((node || browser || client) && !Tools.HasNode) Skip = "Node.js is not installed (nodejs.org, or apt-get install nodejs npm).";
        else if ((node || browser) && !Tools.HasWscat) Skip = "wscat is not installed (npm ci --prefix tests/interop).";
        else if ((browser || client) && !Tools.HasChromium) Skip = "Debian's chromium is not installed (apt-get install chromium).";
        else if (client && !Tools.HasPlaywright) Skip = "playwright-core is not installed (npm ci --prefix tests/interop).";
        else if (client && !Tools.HasVueClient) Skip = "The Vue client is not built (npm ci and npm run build in samples/VueClient).";
        // The console says which tests were skipped, but not why.
        if (Skip is not null) DisplayName = $"{test}: {Skip}";
    }
}
