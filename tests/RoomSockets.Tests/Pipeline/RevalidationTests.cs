using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.Tests;

/// <summary>Ten thousand connections do not ask at once.</summary>
public sealed class RevalidationTests : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(60);

    private readonly FakeClock _clock = new();
    private readonly ServiceProvider _services;
    private readonly ConcurrentQueue<TimeSpan> _asked = new();
    private readonly SemaphoreSlim _open = new(0);
    private readonly DateTimeOffset _start;
    private bool _isGated;
    private int _atOnce;
    private int _most;

    public RevalidationTests()
    {
        _start = _clock.GetUtcNow();
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton<TimeProvider>(_clock);
        // A gate must not be what ends a question: its time runs on the clock that is moved.
        services.AddRoomSockets(options => (options.RevalidateEvery, options.HandshakeTimeout) = (Every, TimeSpan.FromMinutes(5))).AddTokenValidator((_, _) => JudgeAsync());
        _services = services.BuildServiceProvider();
    }

    [Fact]
    public async Task Questions_OfThoseWhoCameTogether_AreSpreadOverTheInterval()
    {
        const int Connections = 2000;
        await using var crowd = Crowd.Enter(this, Connections);

        for (var second = 0.0; second <= Every.TotalSeconds; second += 0.5)
        {
            _clock.Advance(TimeSpan.FromSeconds(0.5));
            await SettledAsync();
        }

        _asked.Count.Should().BeGreaterThanOrEqualTo(Connections, "each of them was asked about");
        var perSecond = _asked.GroupBy(static when => (int)when.TotalSeconds).Select(static second => second.Count()).ToList();
        perSecond.Count.Should().BeGreaterThan(50, "there is no second without");
        perSecond.Max().Should().BeLessThan(Connections / 60 * 4, "and none that has many times its part");
    }

    [Fact]
    public async Task Questions_AtOnce_AreBounded()
    {
        await using var crowd = Crowd.Enter(this, 200);
        _isGated = true;

        _clock.Advance(Every + TimeSpan.FromSeconds(1));
        await UntilAsync(() => Volatile.Read(ref _atOnce) == Revalidation.AtOnce);
        _open.Release(200);
        await UntilAsync(() => _asked.Count == 200);
        await SettledAsync();

        (_most, _asked.Count).Should().Be((Revalidation.AtOnce, 200));
    }

    [Fact]
    public async Task Watch_ThatHasEnded_IsNotAskedAbout()
    {
        var crowd = Crowd.Enter(this, 5);
        await crowd.DisposeAsync();

        _clock.Advance(Every + Every);
        await SettledAsync();

        _asked.Should().BeEmpty();
    }

    public void Dispose()
    {
        _services.Dispose();
        _open.Dispose();
    }

    private async ValueTask<TokenResult> JudgeAsync()
    {
        _asked.Enqueue(_clock.GetUtcNow() - _start);
        var now = Interlocked.Increment(ref _atOnce);
        for (var most = _most; now > most && Interlocked.CompareExchange(ref _most, now, most) != most; most = _most)
        {
        }

        if (_isGated) await _open.WaitAsync();
        Interlocked.Decrement(ref _atOnce);
        return TokenResult.Success("ann");
    }

    /// <summary>Waits until nobody stands in line and nobody is asked about.</summary>
    private Task SettledAsync() => UntilAsync(() => _services.GetRequiredService<Revalidation>().IsIdle);

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Connections that came in the same moment.</summary>
    private sealed class Crowd : IAsyncDisposable
    {
        private readonly List<TokenWatch> _watches = [];

        public static Crowd Enter(RevalidationTests test, int count)
        {
            var crowd = new Crowd();
            var services = test._services;
            for (var i = 0; i < count; i++)
            {
                var http = new DefaultHttpContext { RequestServices = services };
                http.Features.Set(new KeptToken("t", TokenSource.Query));
                var options = services.GetRequiredService<RoomSocketsOptions>();
                var identity = TokenResult.Success("ann").Identity!;
                var connection = new Connection(new ConnectionRequest("/ws", [], QueryCollection.Empty), identity, options, services.GetRequiredService<ConnectionServices>());
                var entry = new DirectoryEntry(connection, new RelayHandler());
                var refresh = new TokenRefresh(services.GetRequiredService<TokenAuthenticator>(), http, options);
                crowd._watches.Add(services.GetRequiredService<Revalidation>().Watch(entry, services.GetRequiredService<PipelineServices>(), refresh)!);
            }

            return crowd;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var watch in _watches) await watch.DisposeAsync();
        }
    }
}
