using System.Globalization;
using RoomSockets.Testing;

namespace RoomSockets.SoakTests;

/// <summary>Owns what a cut client needs: a host with a database of its own, and the proxy before it.</summary>
internal sealed class CutStage : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("roomsockets-cut");
    private readonly SoakHost _host = new();
    private HttpClient _http = null!;

    private CutStage()
    {
    }

    public CuttingProxy Proxy { get; private set; } = null!;

    public static async Task<CutStage> StartAsync(string path)
    {
        var stage = new CutStage();
        await stage._host.StartAsync(Path.Combine(stage._folder.FullName, "cut.db"));
        stage._http = new HttpClient { BaseAddress = stage._host.Address, Timeout = SoakHost.Patience };
        stage.Proxy = CuttingProxy.Start(new Uri(new UriBuilder(stage._host.Address) { Scheme = "ws" }.Uri, path));
        return stage;
    }

    /// <summary>Publishes past the proxy.</summary>
    public async Task PublishAsync(string room, string text)
    {
        using var content = new StringContent(text);
        using var answer = await _http.PostAsync(new Uri($"/publish/{room}", UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>All that the store has of a room.</summary>
    public async Task<List<Sighting>> ReadAsync(string room)
    {
        var text = await _http.GetStringAsync(new Uri($"/kept/{room}", UriKind.Relative));
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(' ', 2))
            .Select(static parts => new Sighting(long.Parse(parts[0], CultureInfo.InvariantCulture), parts[1]))];
    }

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        _http.Dispose();
        await _host.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
