using Microsoft.EntityFrameworkCore;
using RoomSockets.Databases;

namespace RoomSockets.EntityFramework.Tests;

/// <summary>Pages are ranges of an index, so that a room with a million rows costs what a small one costs.</summary>
public sealed class PlanTests
{
    private const int Rows = 20_000;

    [Theory]
    [Databases]
    public async Task Pages_OfALargeRoom_AreReadThroughAnIndexWithoutSorting(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var plans = new PlanCapture(database.IsSqlite);
        await using var host = await StoreHost.CreateAsync(database, options => options.AddInterceptors(plans));
        for (var i = 0; i < Rows / 1000; i++)
            foreach (var room in new[] { "r", "other" }) await host.Rooms.AppendAsync(room, [.. Enumerable.Range(0, 1000).Select(n => new NewAlert($"{n}"))], default).Soon();
        await host.WithContextAsync(context => context.Database.ExecuteSqlRawAsync("ANALYZE"));
        var middle = (await host.Rooms.ReadForwardAsync("r", Rows / 2, 1, default))[0];

        plans.IsOn = true;
        await host.Rooms.ReadForwardAsync("r", Rows / 2, 100, default).Soon();
        await host.Rooms.ReadBackwardAsync("r", Rows / 2, 100, default).Soon();
        await host.Rooms.ReadAlertsAsync(new AlertQuery(middle.RoomId, Limit: 100), default).Soon();
        await host.Rooms.ReadAlertsAsync(new AlertQuery(middle.RoomId, Before: middle.Id, Limit: 100), default).Soon();
        await host.Rooms.ReadAlertsAsync(new AlertQuery(middle.RoomId, After: middle.Id, Limit: 100), default).Soon();
        await host.Rooms.ReadAlertsAsync(new AlertQuery(After: middle.Id, Limit: 100), default).Soon();
        await host.Rooms.ReadAlertsAsync(new AlertQuery(Limit: 100), default).Soon();
        plans.IsOn = false;

        plans.Plans.Should().HaveCount(7);
        foreach (var plan in plans.Plans)
        {
            plan.Should().NotContainAny("TEMP B-TREE", "Sort", "Seq Scan");
            // The newest of all rooms have no bound: SQLite calls walking its primary key from the end a scan.
            plan.Should().MatchRegex(@"SEARCH (TABLE )?roomsockets_alerts.* USING (INTEGER PRIMARY KEY|INDEX)|^SCAN (TABLE )?roomsockets_alerts( AS \w+)?$|Index Scan (Backward )?using");
        }
    }

    [Theory]
    [Databases]
    public async Task Keys_OfALargeRoom_AreFoundByTheirIndex(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = await StoreHost.CreateAsync(database);
        for (var i = 0; i < Rows / 1000; i++)
            await host.Rooms.AppendAsync("r", [.. Enumerable.Range(0, 1000).Select(n => new NewAlert($"{n}", "ann", $"{i} {n}"))], default).Soon();
        var room = (await host.Rooms.FindRoomAsync("r", default))!.Id;
        if (!database.IsSqlite) await host.WithContextAsync(context => context.Database.ExecuteSqlRawAsync("ANALYZE"));

        var plan = await host.WithContextAsync(async context =>
        {
            var connection = await context.OpenAsync(default);
            await using var explain = connection.CreateCommand(null, (database.IsSqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + Statements.For(context).FindKeys(1), [("@room", room), ("@k0", "5 5")]);
            await using var reader = await explain.ExecuteReaderAsync();
            var lines = new List<string>();
            while (await reader.ReadAsync()) lines.Add(reader.GetString(reader.FieldCount - 1));
            return string.Join('\n', lines);
        });

        plan.Should().MatchRegex(@"room_id_key_sender_id""?( on | \(room_id=\? AND key=\?\))");
        if (!database.IsSqlite) plan.Should().MatchRegex(@"Index Cond: .*room_id.*key");
    }
}
