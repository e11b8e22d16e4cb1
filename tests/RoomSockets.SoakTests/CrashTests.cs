using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace RoomSockets.SoakTests;

/// <summary>The host is killed while many publish. Short by default; <c>ROOMSOCKETS_SOAK=long</c> kills it fifty times.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Senders = 20;
    private const int EnoughForOneRound = 1000;
    private static readonly int Kills = Environment.GetEnvironmentVariable("ROOMSOCKETS_SOAK") == "long" ? 50 : 3;

    [Fact]
    public async Task Killed_WhilePublishing_KeepsWhatWasAcknowledgedInOrderOnce()
    {
        var folder = Directory.CreateTempSubdirectory("roomsockets-crash");
        try
        {
            var database = Path.Combine(folder.FullName, "crash.db");
            var acknowledged = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
            var publishing = TimeSpan.Zero;
            for (var kill = 0; kill < Kills; kill++) publishing += await PublishUntilKilledAsync(database, kill, acknowledged);

            var kept = await ReadAsync(database);

            output.WriteLine($"{Kills} kills, {acknowledged.Count} acknowledged at {acknowledged.Count / publishing.TotalSeconds:N0} a second, {kept.Count} kept");
            kept.Select(line => line.Offset).Should().Equal(Enumerable.Range(1, kept.Count).Select(i => (long)i), "offsets are contiguous");
            kept.Select(line => line.Text).Should().OnlyHaveUniqueItems("nothing is stored twice");
            var offsets = kept.ToDictionary(line => line.Text, line => line.Offset, StringComparer.Ordinal);
            acknowledged.Where(pair => offsets.GetValueOrDefault(pair.Key) != pair.Value).Should().BeEmpty("what was acknowledged is there, at its offset");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <returns>How long they published.</returns>
    private static async Task<TimeSpan> PublishUntilKilledAsync(string database, int kill, ConcurrentDictionary<string, long> acknowledged)
    {
        var host = new SoakHost();
        await host.StartAsync(database);
        using var http = new HttpClient { BaseAddress = host.Address, Timeout = SoakHost.Patience };
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var count = 0;
        var senders = Enumerable.Range(0, Senders).Select(sender => SendAsync(http, $"{kill}-{sender}", (text, offset) =>
        {
            acknowledged[text] = offset;
            if (Interlocked.Increment(ref count) == EnoughForOneRound) enough.TrySetResult();
        })).ToList();
        var started = Stopwatch.GetTimestamp();
        await enough.Task.WaitAsync(SoakHost.Patience);
        var publishing = Stopwatch.GetElapsedTime(started);

        await host.KillAsync();

        await Task.WhenAll(senders).WaitAsync(SoakHost.Patience);
        await host.DisposeAsync();
        return publishing;
    }

    /// <summary>One message after the other, until the host is gone.</summary>
    private static async Task SendAsync(HttpClient http, string name, Action<string, long> onAcknowledged)
    {
        for (var number = 0; ; number++)
        {
            var text = $"{name}-{number}";
            try
            {
                using var answer = await http.PostAsync("/publish/room", new StringContent(text));
                answer.EnsureSuccessStatusCode();
                onAcknowledged(text, long.Parse(await answer.Content.ReadAsStringAsync(), CultureInfo.InvariantCulture));
            }
            catch (Exception error) when (error is HttpRequestException or IOException)
            {
                return;
            }
        }
    }

    private static async Task<List<(long Offset, string Text)>> ReadAsync(string database)
    {
        var host = new SoakHost();
        await host.StartAsync(database);
        try
        {
            using var http = new HttpClient { BaseAddress = host.Address, Timeout = SoakHost.Patience };
            var text = await http.GetStringAsync("/kept/room");
            return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(' ', 2))
                .Select(static parts => (long.Parse(parts[0], CultureInfo.InvariantCulture), parts[1]))];
        }
        finally
        {
            await host.DisposeAsync();
        }
    }
}
