using System.Globalization;
using RoomSockets.Benchmarks.Comparing;
using RoomSockets.Benchmarks.Loading;
using RoomSockets.Benchmarks.Serving;

namespace RoomSockets.Benchmarks.Joining;

/// <summary>How many joins and leaves a second there are: of one room by many members with presence, and of many rooms by few connections.</summary>
internal sealed class JoinsCommand(Arguments options)
{
    private const double Wanted = 5000;
    private readonly string _serverCores = options.Get("server-cores", Environment.ProcessorCount > 1 ? "0" : string.Empty);
    private readonly string _loadCores = options.Get("load-cores", Environment.ProcessorCount > 1 ? "1" : string.Empty);
    private readonly int _rounds = (int)options.Get("rounds", 3);
    private readonly List<string> _lines = [];
    private ServerState? _server;
    private bool _hasFault;

    public static async Task<int> RunAsync(Arguments options, string commandLine)
    {
        using var ending = Ending.Watch();
        var command = new JoinsCommand(options);
        await command.CrowdAsync();
        await command.VisitAsync();
        Header.Write(command._server, command._serverCores, command._loadCores, commandLine);
        foreach (var line in command._lines) Console.WriteLine(line);
        return command._hasFault ? 1 : 0;
    }

    private async Task CrowdAsync()
    {
        _lines.Add("| members of one room | joins/s | CPU µs per join | sent B per join | p99 ms | leaves/s | CPU µs per leave | sent B per leave | |");
        _lines.Add("|--:|--:|--:|--:|--:|--:|--:|--:|---|");
        foreach (var members in (options.GetList("members") ?? ["500", "1000", "2000", "4000"]).Select(static text => int.Parse(text, CultureInfo.InvariantCulture)))
        {
            var found = await MeasureAsync(string.Empty, Draft(LoadKind.Joins) with { Members = members, Cycles = (int)options.Get("cycles", 5) });
            double? Of(string kind, string figure) => found.Median(Figure.Of(kind, figure));
            var (joins, leaves) = (Of(Figure.Joins, Figure.Rate), Of(Figure.Leaves, Figure.Rate));
            _lines.Add(Text($"| {members:N0} | {joins:N0} | {Of(Figure.Joins, Figure.Cpu):0.0} | {Of(Figure.Joins, Figure.Bytes):N0} | {Of(Figure.Joins, Figure.P99) / 1000:N0} | {leaves:N0} | {Of(Figure.Leaves, Figure.Cpu):0.0} | {Of(Figure.Leaves, Figure.Bytes):N0} | {Verdict(found, joins)} |"));
        }

        _lines.Add(string.Empty);
        _lines.Add("- All join at the same moment, each a user of its own that wants presence, and leave at the same moment. Cost and bytes are those until nobody is told anything any more; linear means that they do not grow per join. (Who comes while a room is small is told all who are there, so the smallest rooms cost the most bytes per join.)");
        _lines.Add(string.Empty);
    }

    private async Task VisitAsync()
    {
        var plan = Draft(LoadKind.Visits) with
        {
            Members = (int)options.Get("connections", 20),
            Rooms = (int)options.Get("rooms", 250),
            Window = (int)options.Get("lanes", 4),
            Seconds = options.Get("seconds", 4),
        };
        _lines.Add("| rooms at random | store | joins/s, each with its leave | CPU µs of both | p99 ms | joins/s of a room for the first time | CPU µs | p99 ms | |");
        _lines.Add("|---|---|--:|--:|--:|--:|--:|--:|---|");
        foreach (var store in options.GetList("stores") ?? ["none", StoreChoice.Memory, StoreChoice.Sqlite])
        {
            var found = await MeasureAsync(store == "none" ? string.Empty : store, plan);
            double? Of(string kind, string figure) => found.Median(Figure.Of(kind, figure));
            var joins = Of(Figure.Visits, Figure.Rate);
            _lines.Add(Text($"| {plan.Rooms:N0} rooms, {plan.Members} connections × {plan.Window} | {store} | {joins:N0} | {Of(Figure.Visits, Figure.Cpu):0.0} | {Of(Figure.Visits, Figure.P99) / 1000:0.0} | {Of(Figure.FirstVisits, Figure.Rate):N0} | {Of(Figure.FirstVisits, Figure.Cpu):0.0} | {Of(Figure.FirstVisits, Figure.P99) / 1000:0.0} | {Verdict(found, joins)} |"));
        }

        _lines.Add(string.Empty);
        _lines.Add("- For the first time: the store has neither the room nor the user as its member.");
    }

    private LoadPlan Draft(LoadKind kind) => new() { Kind = kind, Url = string.Empty, ServerProcess = 0, Dialect = string.Empty, WarmUp = options.Get("warm-up", 2) };

    private async Task<Measurements> MeasureAsync(string store, LoadPlan plan)
    {
        var found = new Measurements();
        for (var round = 0; round < _rounds; round++)
        {
            using var stage = new Stage(options, store, _serverCores);
            var result = await stage.RunAsync(plan, _loadCores);
            found.Add(result);
            await Console.Error.WriteLineAsync(Text($"round {round + 1}, {plan.Kind}, {plan.Members} connections, {(store.Length == 0 ? "no store" : store)}: {string.Join(", ", result.Figures.Select(static figure => Text($"{figure.Key} {figure.Value:0.##}")))} {result.Fault}"));
        }

        (_server, _hasFault) = (found.Server ?? _server, _hasFault || found.Fault is not null);
        return found;
    }

    private static string Verdict(Measurements found, double? joins) =>
        found.Fault is { } fault ? $"INVALID: {fault}" : Text($"{Wanted:N0} wanted: {(joins >= Wanted ? "reached" : "missed")}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
