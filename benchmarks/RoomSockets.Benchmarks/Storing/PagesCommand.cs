using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace RoomSockets.Benchmarks.Storing;

/// <summary>What a page of a room costs at its beginning, in its middle and at its end, small or large.</summary>
internal static class PagesCommand
{
    private const int Page = 200;
    private const int Batch = 1000;
    private const int Rounds = 50;

    public static async Task<int> RunAsync(Arguments options)
    {
        var rows = (long)options.Get("rows", 1_000_000);
        var folder = Directory.CreateTempSubdirectory("roomsockets-pages");
        try
        {
            var postgres = options.Get("postgresql", string.Empty);
            Action<DbContextOptionsBuilder> use = postgres.Length > 0
                ? db => db.UseNpgsql(postgres)
                : db => db.UseSqlite($"Data Source={Path.Combine(folder.FullName, "pages.db")}");
            await using var store = await StoredRoomSender.CreateAsync(use);
            var rooms = store.Rooms;
            Console.WriteLine($"| database | rows of the room | first page ms | middle ms | newest ms |\n|---|--:|--:|--:|--:|");
            foreach (var size in new[] { Batch, rows })
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"room of {size}");
                for (var filled = (await rooms.GetOrAddRoomAsync(name, null, default)).LastOffset; filled < size; filled += Batch)
                    await rooms.AppendAsync(name, [.. Enumerable.Range(0, Batch).Select(static i => new NewAlert($"message {i} of a room that was talked in for a long time"))], default);
                var id = (await rooms.FindRoomAsync(name, default))!.Id;
                var middle = (await rooms.ReadForwardAsync(name, size / 2, 1, default))[0].Id;
                var first = await TimeAsync(() => rooms.ReadForwardAsync(name, 0, Page, default));
                var between = await TimeAsync(() => rooms.ReadAlertsAsync(new AlertQuery(id, Before: middle, Limit: Page), default));
                var newest = await TimeAsync(() => rooms.ReadAlertsAsync(new AlertQuery(id, Limit: Page), default));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {(postgres.Length > 0 ? "PostgreSQL" : "SQLite")} | {size:N0} | {first:N2} | {between:N2} | {newest:N2} |"));
            }

            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The median.</summary>
    private static async Task<double> TimeAsync(Func<ValueTask<IReadOnlyList<StoredAlert>>> read)
    {
        var times = new List<double>();
        for (var i = 0; i < Rounds; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await read();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return times.Order().ElementAt(Rounds / 2);
    }
}
