using System.Globalization;
using System.Text;
using RoomSockets.Benchmarks.Loading;

namespace RoomSockets.Benchmarks.Comparing;

/// <summary>Writes the table: one block of lines for each scenario, one line for each server.</summary>
internal sealed class Table(IReadOnlyList<Scenario> scenarios, IReadOnlyList<Server> servers, Func<Scenario, Server, Measurements> results)
{
    private readonly StringBuilder _text = new();

    public string Write(IEnumerable<string> header, IEnumerable<string> footnotes)
    {
        foreach (var line in header) _text.Append("- ").AppendLine(line);
        _text.AppendLine()
            .AppendLine("| scenario | server | per second | server CPU µs each | p50 µs | p99 µs | p99.9 µs | allocated B each | peer ÷ RoomSockets | |")
            .AppendLine("|---|---|--:|--:|--:|--:|--:|--:|--:|---|");
        foreach (var scenario in scenarios)
        {
            foreach (var server in servers)
                if (results(scenario, server) is { Count: > 0 } found) WriteLine(scenario, server, found);
        }

        _text.AppendLine();
        foreach (var note in footnotes) _text.Append("- ").AppendLine(note);
        return _text.ToString();
    }

    private void WriteLine(Scenario scenario, Server server, Measurements found)
    {
        _text.Append(CultureInfo.InvariantCulture, $"| {scenario.Title} | {server.Name} ");
        Cell(found.Median(Figure.Rate), "N0");
        Cell(found.Median(Figure.Cpu), "0.00");
        Cell(found.Median(Figure.P50), "N0");
        Cell(found.Median(Figure.P99), "N0");
        Cell(found.Median(Figure.P999), "N0");
        Cell(found.Median(Figure.Allocated), "N1");
        _text.Append("| ").Append(Ratio(scenario, server, found)).Append(" | ").Append(string.Join("; ", Remarks(scenario, found))).AppendLine(" |");
    }

    /// <summary>The peer's cost through ours, over 1 when ours is less: processor time, or memory where nothing happens.</summary>
    private string Ratio(Scenario scenario, Server server, Measurements found)
    {
        if (server.Name == Server.Ours) return "1";
        var ours = servers.FirstOrDefault(static one => one.Name == Server.Ours);
        if (ours is null) return string.Empty;
        var figure = scenario.Plan.Kind == LoadKind.Idle ? Figure.Resident : Figure.Cpu;
        return found.Median(figure) / results(scenario, ours).Median(figure) is { } ratio ? ratio.ToString("0.00", CultureInfo.InvariantCulture) : string.Empty;
    }

    private static IEnumerable<string> Remarks(Scenario scenario, Measurements found)
    {
        if (found.Fault is { } fault) yield return $"INVALID: {fault}";
        if (scenario.Name.StartsWith("grow", StringComparison.Ordinal) && found.Median(Figure.Cpu) is { } cpu) yield return Text($"{1e6 / cpu:N0} deliveries per CPU second");
        if (found.Median(Figure.Resident) is { } resident) yield return Text($"{resident:0.0} KiB resident and {found.Median(Figure.Managed):0.0} KiB of heap per connection; {found.Median(Figure.IdleCpu):0.0} ms CPU per second");
        if (found.Median(Figure.P99Before) is { } before) yield return Text($"p99 before {before:N0} µs; {Evicted(found)}; resident {found.Median(Figure.Memory):0} MiB, at most {found.Median(Figure.PeakMemory):0} MiB");
        if (found.Median(Figure.Undelivered) is { } messages) yield return Text($"{messages:N0} messages had not reached the others at the end");
        if (found.Median(Figure.Pause) is > 1 and var pause) yield return Text($"GC paused {pause:0} ms");
        if (found.Median(Figure.LoadBusy) is > 97 and var busy) yield return Text($"the load was {busy:0} % busy");
    }

    private static string Evicted(Measurements found) =>
        found.Median(Figure.Evicted) is { } seconds ? Text($"evicted after {seconds:0.0} s") : "not evicted";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void Cell(double? value, string format) => _text.Append("| ").Append(value?.ToString(format, CultureInfo.InvariantCulture)).Append(' ');
}
