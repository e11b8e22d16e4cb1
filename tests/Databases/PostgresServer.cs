using System.Diagnostics;

namespace RoomSockets.Databases;

/// <summary>A PostgreSQL server of the tests' own: a fresh cluster in a temporary folder, reached through a socket in it, so that no port is taken. One for the whole run.</summary>
internal static class PostgresServer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    /// <summary>Ends the server, and what it kept, when the tests are gone, in whatever way: their end of the pipe is closed then.</summary>
    private const string Watch = """
        folder=$1; shift
        "$@" 2>&1 < /dev/null & server=$!
        cat > /dev/null
        kill -QUIT $server; wait $server; rm -rf "$folder"
        """;

    // Held: collected, it would close the pipe.
    private static Process? _watch;

    private static readonly Lazy<Task<string>> Started = new(StartAsync);

    /// <summary>Debian's programs, the newest version; null where they are not installed.</summary>
    public static string? Programs { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(static version => Path.Combine(version, "bin")).Where(static bin => File.Exists(Path.Combine(bin, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
        : null;

    /// <summary>A connection string without a database.</summary>
    public static Task<string> ConnectAsync() => Started.Value;

    private static async Task<string> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("roomsockets-pg").FullName;
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", "postgres", folder);
        var data = Path.Combine(folder, "data");
        await RunAsync(AsUser("initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8"));
        var server = _watch = Start(["sh", "-c", Watch, "sh", folder, .. AsUser("postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "max_connections=200")]);
        using var patience = new CancellationTokenSource(Patience);
        while (await server.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (!line.Contains("ready to accept connections", StringComparison.Ordinal)) continue;
            // What it says from now on is read and forgotten, or it would block one day.
            _ = server.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return $"Host={folder};Username=postgres;Include Error Detail=true";
        }

        throw new InvalidOperationException("PostgreSQL did not start.");
    }

    /// <summary>It refuses to run as root.</summary>
    private static string[] AsUser(string program, params string[] arguments)
    {
        string[] command = [Path.Combine(Programs!, program), .. arguments];
        return Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", .. command] : command;
    }

    private static Process Start(params IReadOnlyList<string> command) => Process.Start(new ProcessStartInfo(command[0], command.Skip(1))
    {
        RedirectStandardError = true,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        // A folder that the other user may enter.
        WorkingDirectory = "/",
    })!;

    private static async Task RunAsync(params IReadOnlyList<string> command)
    {
        using var process = Start(command);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        if (process.ExitCode != 0) throw new InvalidOperationException($"{string.Join(' ', command)} failed: {await output}{await errors}");
    }
}
