using RoomSockets.Benchmarks.Loading;

namespace RoomSockets.Benchmarks.Comparing;

/// <summary>One row of the table: what is done to each server.</summary>
/// <param name="Name">How it is asked for.</param>
/// <param name="Title">What it is called in the table.</param>
/// <param name="Plan">The load; where to and whom is filled in for each server.</param>
internal sealed record Scenario(string Name, string Title, LoadPlan Plan)
{
    /// <summary>The servers that it is meant for; null for all.</summary>
    public string[]? Servers { get; init; }

    public static IReadOnlyList<Scenario> All(bool quick, double seconds)
    {
        var draft = new LoadPlan { Kind = LoadKind.Deliveries, Url = string.Empty, ServerProcess = 0, Dialect = string.Empty, Seconds = seconds, WarmUp = quick ? 1 : 2.5 };
        var crowd = quick ? 2_000 : 10_000;
        return
        [
            new("1x100-w32", "1 room × 100, 32 in flight, 64 B", draft with { Members = 100, Window = 32 }),
            new("1x1000-w32", "1 × 1,000, 32 in flight, 64 B", draft with { Members = 1000, Window = 32 }),
            new("1x100-w32-1k", "1 × 100, 32 in flight, 1 KiB", draft with { Members = 100, Window = 32, Bytes = 1024 }),
            new("1x1000-w32-1k", "1 × 1,000, 32 in flight, 1 KiB", draft with { Members = 1000, Window = 32, Bytes = 1024 }),
            new("1x100-w1", "1 × 100, one in flight, 64 B", draft with { Members = 100, Window = 1 }),
            new("1x1000-w1", "1 × 1,000, one in flight, 64 B", draft with { Members = 1000, Window = 1 }),
            new("100x10-w4", "100 rooms × 10, 4 in flight, 64 B", draft with { Rooms = 100, Members = 10, Window = 4 }),
            new("steady", "1 × 100, steady 10,000 deliveries/s, 64 B", draft with { Members = 100, Rate = 100 }),
            new("echo", "echo, 100 connections, one in flight each, 64 B", draft with { Rooms = 100, Window = 1, Echo = true })
            {
                // The sub-protocol sends nothing back to its sender alone.
                Servers = [.. Server.All.Select(static server => server.Name).Where(static name => name != Server.V1)],
            },
            new("connect", "connect and close", draft with { Kind = LoadKind.Connect }),
            new("idle", $"idle, {crowd:N0} connections", draft with { Kind = LoadKind.Idle, Members = crowd, Seconds = quick ? 2 : 5 }),
            .. Growth(draft, quick),
            new("stalled", "1 × 500, one stops reading, 40 × 16 KiB a second", draft with { Kind = LoadKind.Stalled, Members = 500, Rate = 40, Bytes = 16 * 1024 })
            {
                Servers = quick ? [Server.Ours] : [Server.Ours, "signalr"],
            },
            new("stalled-1%", $"1 × {crowd / 2:N0}, 1 % stop reading, 20 × 4 KiB a second", draft with { Kind = LoadKind.Stalled, Members = crowd / 2, Stalled = crowd / 200, Rate = 20, Bytes = 4 * 1024 })
            {
                Servers = [Server.Ours],
            },
        ];
    }

    private static IEnumerable<Scenario> Growth(LoadPlan draft, bool quick)
    {
        int[] sizes = quick ? [10, 100, 1000] : [10, 100, 1000, 10_000];
        return sizes.Select(size => new Scenario($"grow-{size}", $"growth: 1 × {size:N0}, 32 in flight, 64 B", draft with { Members = size, Window = 32 }) { Servers = [Server.Ours] });
    }
}
