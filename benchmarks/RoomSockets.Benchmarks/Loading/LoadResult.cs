using RoomSockets.Benchmarks.Serving;

namespace RoomSockets.Benchmarks.Loading;

/// <summary>What one load process found; the names of the figures are in <see cref="Figure"/>.</summary>
internal sealed record LoadResult
{
    public Dictionary<string, double> Figures { get; init; } = [];

    /// <summary>Why the figures must not be believed; null when all is well.</summary>
    public string? Fault { get; init; }

    public ServerState? Server { get; init; }
}

/// <summary>The names of figures.</summary>
internal static class Figure
{
    public const string Rate = "per second";
    public const string Cpu = "server CPU µs each";
    public const string P50 = "p50 µs";
    public const string P99 = "p99 µs";
    public const string P999 = "p99.9 µs";
    public const string Allocated = "allocated bytes each";
    public const string Pause = "GC pause ms";
    public const string LoadBusy = "load busy %";
    public const string Resident = "resident KiB each";
    public const string Managed = "managed KiB each";
    public const string IdleCpu = "idle CPU ms per second";
    public const string P99Before = "p99 µs before";
    public const string Evicted = "seconds until evicted";
    public const string Undelivered = "messages that had not arrived at the end";
    public const string Memory = "resident MiB before";
    public const string PeakMemory = "resident MiB at most";
    public const string Bytes = "bytes sent each";
    public const string Joins = "joins";
    public const string Leaves = "leaves";
    public const string FirstVisits = "first visits";
    public const string Visits = "visits";
    public const string FirstAnswer = "seconds until the first was answered";
    public const string MedianAnswer = "seconds until half were answered";
    public const string LastAnswer = "seconds until all were answered";
    public const string Recovered = "messages recovered";
    public const string Lost = "messages lost";
    public const string Repeated = "messages repeated or out of order";
    public const string Gaps = "clients told of a gap";
    public const string Published = "messages published";

    /// <summary>The name of a figure that there is for several kinds of operations.</summary>
    public static string Of(string kind, string figure) => $"{kind}, {figure}";
}
