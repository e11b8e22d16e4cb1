using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace RoomSockets.Benchmarks.Storing;

/// <summary>How many acknowledged messages a second one persisted room takes from many senders, and what one <c>SaveChanges</c> per message takes.</summary>
internal static class StoreCommand
{
    public static async Task<int> RunAsync(Arguments options)
    {
        var senders = (int)options.Get("senders", 50);
        var seconds = options.Get("seconds", 5.0);
        var folder = Directory.CreateTempSubdirectory("roomsockets-store");
        try
        {
            var postgres = options.Get("postgresql", string.Empty);
            Action<DbContextOptionsBuilder> use = postgres.Length > 0
                ? db => db.UseNpgsql(postgres)
                : db => db.UseSqlite($"Data Source={Path.Combine(folder.FullName, "bench.db")}");
            Console.WriteLine("| way | database | senders | acknowledged per second | p50 ms | p99 ms |\n|---|---|--:|--:|--:|--:|");
            var database = postgres.Length > 0 ? "PostgreSQL" : "SQLite, WAL, synchronous=FULL";
            await using (var room = await StoredRoomSender.CreateAsync(use))
                Write("RoomSockets", database, senders, await MeasureAsync(senders, seconds, room.SendAsync));
            await using (var naive = await NaiveSender.CreateAsync(use))
                Write("one SaveChanges per message", database, senders, await MeasureAsync(senders, seconds, naive.SendAsync));
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Every sender sends its next message when the last one was acknowledged.</summary>
    private static async Task<List<double>> MeasureAsync(int senders, double seconds, Func<int, string, Task> sendAsync)
    {
        await SendForAsync(senders, Math.Min(2, seconds), sendAsync);
        return await SendForAsync(senders, seconds, sendAsync);
    }

    private static async Task<List<double>> SendForAsync(int senders, double seconds, Func<int, string, Task> sendAsync)
    {
        var text = new string('x', 64);
        var end = Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency);
        var all = await Task.WhenAll(Enumerable.Range(0, senders).Select(sender => Task.Run(async () =>
        {
            var latencies = new List<double>();
            while (Stopwatch.GetTimestamp() < end)
            {
                var start = Stopwatch.GetTimestamp();
                await sendAsync(sender, text);
                latencies.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            return latencies;
        })));
        var sorted = all.SelectMany(static one => one).Order().ToList();
        sorted.Add(seconds);
        return sorted;
    }

    private static void Write(string way, string database, int senders, List<double> sortedThenSeconds)
    {
        var seconds = sortedThenSeconds[^1];
        var count = sortedThenSeconds.Count - 1;
        var (p50, p99) = count == 0 ? (0, 0) : (sortedThenSeconds[count / 2], sortedThenSeconds[(int)(count * 0.99)]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {way} | {database} | {senders} | {count / seconds:N0} | {p50:N1} | {p99:N1} |"));
    }
}
