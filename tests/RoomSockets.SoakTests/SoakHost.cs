using System.Diagnostics;
using System.Net.Http.Json;

namespace RoomSockets.SoakTests;

/// <summary>The host of the soak tests, in a process of its own.</summary>
public sealed class SoakHost : IAsyncLifetime
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly HttpClient _http = new() { Timeout = Patience };
    private Process? _process;

    public sealed record State(long Memory, long ServerPool, int Connections, int OccupiedRooms, int Places, int Rooms, int Blocks);

    public Uri Address { get; private set; } = null!;

    public Task InitializeAsync() => StartAsync();

    /// <summary>Starts the process; with a database it publishes over HTTP.</summary>
    public async Task StartAsync(string? database = null)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        var configuration = root.Parent!.Name;
        while (!File.Exists(Path.Combine(root.FullName, "RoomSockets.sln"))) root = root.Parent!;
        var program = Path.Combine(root.FullName, "tests", "RoomSockets.SoakHost", "bin", configuration, "net10.0", "RoomSockets.SoakHost.dll");
        _process = Process.Start(new ProcessStartInfo("dotnet", [program, "--urls", "http://127.0.0.1:0", .. database is null ? Array.Empty<string>() : ["--database", database]]) { RedirectStandardOutput = true })!;
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        Address = new Uri(line!);
    }

    public async Task<State> GetStateAsync() => (await _http.GetFromJsonAsync<State>(new Uri(Address, "/state")))!;

    /// <summary>Waits until the host has as many connections as given, and tells its state then.</summary>
    public Task<State> WhenConnectionsAsync(int count) => WhenAsync(state => state.Connections == count && state.Places == count, $"{count} connections");

    public async Task<State> WhenAsync(Func<State, bool> condition, string expectation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var since = Stopwatch.StartNew();
        while (true)
        {
            var state = await GetStateAsync();
            if (condition(state)) return state;
            if (since.Elapsed > Patience) throw new TimeoutException($"It was expected that {expectation}; the state is {state}.");
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>Ends the process as a power cut would end it: no handler of it runs.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process) return;
        _process = null;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync().WaitAsync(Patience);
        process.Dispose();
    }

    public async Task DisposeAsync()
    {
        await KillAsync();
        _http.Dispose();
    }
}
