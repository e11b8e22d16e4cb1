using RoomSockets.Benchmarks.Loading;
using RoomSockets.Benchmarks.Serving;

namespace RoomSockets.Benchmarks.Comparing;

/// <summary>Owns what the rounds found for one server in one scenario.</summary>
internal sealed class Measurements
{
    private readonly List<LoadResult> _rounds = [];

    public void Add(LoadResult round) => _rounds.Add(round);

    public int Count => _rounds.Count;

    public ServerState? Server => _rounds.LastOrDefault(static round => round.Server is not null)?.Server;

    /// <summary>What went wrong in any round: then none of the figures is to be believed.</summary>
    public string? Fault => _rounds.FirstOrDefault(static round => round.Fault is not null)?.Fault;

    /// <summary>The median of the rounds; null where it was not measured.</summary>
    public double? Median(string figure)
    {
        var values = _rounds.Where(round => round.Figures.ContainsKey(figure)).Select(round => round.Figures[figure]).Order().ToList();
        if (values.Count == 0) return null;
        var middle = values.Count / 2;
        return values.Count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
