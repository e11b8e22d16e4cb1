using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using RoomSockets.Client;

namespace RoomSockets.SoakTests;

/// <summary>The .NET client.</summary>
[SuppressMessage("Security", "CA5394", Justification = "The waits of a test need be no secret.")]
internal sealed class DotNetClient : ICutClient
{
    /// <summary>
    /// Shortens the waits before reconnecting to at most 0.1 s: connections that are cut so soon count as failed attempts, and whoever
    /// waits 20 s misses more than one answer may hold. What the test is for is the cuts.
    /// </summary>
    private const double Haste = 0.005;

    private readonly RoomSocketsClient _client;
    private readonly string _name;
    private readonly ConcurrentDictionary<string, long> _acknowledged = new(StringComparer.Ordinal);
    private ClientRoom _room = null!;
    private int _connects;
    private int _gaps;
    private int _duplicates;

    public DotNetClient(Uri address, string room, int seed)
    {
        var random = new Random(seed);
        _name = room;
        _client = new RoomSocketsClient(address, options =>
        {
            options.Token = static (_, _) => ValueTask.FromResult<string?>("soak");
            options.Jitter = () => random.NextDouble() * Haste;
            options.RequestTimeout = SoakHost.Patience;
            options.RoomBuffer = 1_000_000;
        });
        _client.StateChanged += (_, state) => _connects += state == ClientState.Connected ? 1 : 0;
    }

    public int Reconnects => _connects - 1;

    public int Gaps => _gaps;

    public int Duplicates => _duplicates;

    public IReadOnlyDictionary<string, long> Acknowledged => _acknowledged;

    public async Task JoinAsync()
    {
        await _client.ConnectAsync();
        _room = await _client.JoinAsync(_name);
        _room.GapFound += (_, _) => Interlocked.Increment(ref _gaps);
    }

    public async Task PublishAsync(string text)
    {
        var result = await _room.PublishAsync(text, new PublishOptions { Key = $"key-{text}" });
        if (result.Duplicate) Interlocked.Increment(ref _duplicates);
        _acknowledged[text] = result.Offset;
    }

    public async Task<List<Sighting>> ReadUntilAsync(long offset)
    {
        var seen = new List<Sighting>();
        await foreach (var message in _room.ReadAllAsync())
        {
            seen.Add(new Sighting(message.Offset, message.Text));
            if (message.Offset >= offset) break;
        }

        while (_room.TryRead(out var more)) seen.Add(new Sighting(more.Offset, more.Text));
        return seen;
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();
}
