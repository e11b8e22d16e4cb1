using System.Globalization;
using System.Text;
using RoomSockets.Benchmarks.Loading;

namespace RoomSockets.Benchmarks.Comparing;

/// <summary>Writes what the sub-protocol costs beside raw messages with the same data: one line for each scenario that both were in.</summary>
internal sealed class V1Table(IReadOnlyList<Scenario> scenarios, Func<Scenario, Measurements> rawOf, Func<Scenario, Measurements> v1Of)
{
    private const double Wanted = 0.85;

    /// <summary>Empty where nothing can be compared.</summary>
    public string Write()
    {
        var text = new StringBuilder();
        foreach (var scenario in scenarios.Where(static scenario => scenario.Plan is { Kind: LoadKind.Deliveries, Rate: 0 }))
        {
            var (raw, v1) = (rawOf(scenario), v1Of(scenario));
            if (raw.Count > 0 && v1.Count > 0) WriteLine(text, scenario, raw, v1);
        }

        if (text.Length == 0) return string.Empty;
        return $"""

            | scenario | deliveries/s raw | v1 | v1 ÷ raw | CPU µs each raw | v1 | raw ÷ v1 | p99 µs raw | v1 | |
            |---|--:|--:|--:|--:|--:|--:|--:|--:|---|
            {text}
            - Both ratios are to be at least {Wanted.ToString(CultureInfo.InvariantCulture)}; the sender publishes without an id and gets its own message, too.

            """;
    }

    private static void WriteLine(StringBuilder text, Scenario scenario, Measurements raw, Measurements v1)
    {
        var (rate, cpu) = (v1.Median(Figure.Rate) / raw.Median(Figure.Rate), raw.Median(Figure.Cpu) / v1.Median(Figure.Cpu));
        text.Append(CultureInfo.InvariantCulture, $"| {scenario.Title} | {raw.Median(Figure.Rate):N0} | {v1.Median(Figure.Rate):N0} | {rate:0.00} | {raw.Median(Figure.Cpu):0.00} | {v1.Median(Figure.Cpu):0.00} | {cpu:0.00} ")
            .Append(CultureInfo.InvariantCulture, $"| {raw.Median(Figure.P99):N0} | {v1.Median(Figure.P99):N0} | {(raw.Fault ?? v1.Fault) switch { { } fault => $"INVALID: {fault}", null => rate >= Wanted && cpu >= Wanted ? "reached" : "missed" }} |")
            .AppendLine();
    }
}
