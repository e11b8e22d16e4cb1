using System.Globalization;
using System.Text.Json;
using RoomSockets.Benchmarks.Comparing;
using RoomSockets.Benchmarks.Loading;
using RoomSockets.Benchmarks.Serving;

namespace RoomSockets.Benchmarks.Joining;

/// <summary>Owns one server of this executable, with a store in a folder of its own, and lets a load meet it.</summary>
internal sealed class Stage(Arguments options, string store, string cores) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("roomsockets-joining");
    private Child? _server;
    private string _url = "http://127.0.0.1:0";

    /// <summary>The load's result; a failure of either process is its fault.</summary>
    /// <param name="plan">What to do; where to is filled in.</param>
    /// <param name="loadCores">The load's cores; empty for any.</param>
    public async Task<LoadResult> RunAsync(LoadPlan plan, string loadCores)
    {
        try
        {
            await StartAsync();
            using var load = Child.StartSelf(loadCores, ["load", JsonSerializer.Serialize(plan with { Url = _url, ServerProcess = _server!.Id, Dialect = "v1" })], []);
            var line = await load.ReadLineAsync(Patience);
            if (string.Equals(line, RecoverLoad.Cut, StringComparison.Ordinal))
            {
                _server.Dispose();
                await StartAsync();
                line = await load.ReadLineAsync(Patience);
            }

            return JsonSerializer.Deserialize<LoadResult>(line) ?? throw new IOException("The load wrote nothing.");
        }
        catch (Exception error) when (error is IOException or TimeoutException or JsonException or System.ComponentModel.Win32Exception)
        {
            return new LoadResult { Fault = error.Message };
        }
    }

    /// <summary>What the store has been asked since the server was started last; zeros where there is none.</summary>
    public async Task<StoreCounts> CountAsync()
    {
        if (store.Length == 0) return new StoreCounts();
        using var http = new HttpClient { BaseAddress = new Uri(_url) };
        try
        {
            return await http.GetFromJsonAsync<StoreCounts>("/store") ?? new StoreCounts();
        }
        catch (HttpRequestException)
        {
            // A server that is gone is the load's fault, and told as such.
            return new StoreCounts();
        }
    }

    public void Dispose()
    {
        _server?.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>The second time at the address of the first, where its clients look for it.</summary>
    private async Task StartAsync()
    {
        string[] kept = store.Length == 0 ? [] : ["--store", store, "--database", Path.Combine(_folder.FullName, "rooms.db")];
        string[] passed = options.Has("presence-limit") ? ["--presence-limit", options.Get("presence-limit", 200).ToString(CultureInfo.InvariantCulture)] : [];
        string[] inline = options.Has("inline") ? ["--inline"] : [];
        var gc = options.Get("gc", "workstation") == "server" ? "1" : "0";
        _server = Child.StartSelf(cores, ["serve", "--urls", _url, "--with-parent", "--users", .. kept, .. passed, .. inline], new() { ["DOTNET_gcServer"] = gc });
        _url = await _server.ReadLineAsync(TimeSpan.FromSeconds(30));
    }
}
