using System.Globalization;
using RoomSockets.Benchmarks.Comparing;
using RoomSockets.Benchmarks.Loading;
using RoomSockets.Benchmarks.Serving;

namespace RoomSockets.Benchmarks.Joining;

/// <summary>All members of a stored room lose their connections at once and come back: because the network was gone, and because the server was killed.</summary>
internal static class RecoverCommand
{
    private const double WantedSeconds = 10;

    public static async Task<int> RunAsync(Arguments options, string commandLine)
    {
        using var ending = Ending.Watch();
        // Two cores for both, as clients elsewhere would leave them; a machine with more can keep them apart.
        var (serverCores, loadCores) = (options.Get("server-cores", string.Empty), options.Get("load-cores", string.Empty));
        var plan = new LoadPlan
        {
            Kind = LoadKind.Recover,
            Url = string.Empty,
            ServerProcess = 0,
            Dialect = string.Empty,
            Members = (int)options.Get("members", 10_000),
            Rate = options.Get("rate", 100),
            Bytes = (int)options.Get("bytes", 64),
            Spread = (int)options.Get("spread", 300),
            AtOnce = (int)options.Get("at-once", 400),
            WarmUp = options.Get("warm-up", 2),
            Seconds = options.Get("seconds", 3),
        };
        List<string> lines = [];
        ServerState? server = null;
        var isRight = true;
        foreach (var restarts in new[] { false, true })
        {
            var result = await MeasureAsync(options, plan with { Restarts = restarts }, serverCores, loadCores, lines);
            server = result.Server ?? server;
            isRight &= FaultOf(result) is null;
        }

        Header.Write(server, serverCores, loadCores, commandLine);
        Console.WriteLine("| what happened | clients | first answered s | half s | all answered s | messages recovered | lost | repeated | told of a gap | history reads | of different places | other questions to the store | |");
        Console.WriteLine("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|");
        foreach (var line in lines) Console.WriteLine(line);
        Console.WriteLine();
        Console.WriteLine(Text($"- {plan.Rate:0} messages of {plan.Bytes} B a second before, meanwhile and after; every client comes back to one of the last {plan.Spread} messages; at most {plan.AtOnce} wait for their answer at a time. A room in SQLite."));
        Console.WriteLine("- Times are from the cut, and after a kill from when the server is there again. Lost, repeated: what any client missed, had twice or out of order, up to the room's last message. A place is a room and a position.");
        return isRight ? 0 : 1;
    }

    private static async Task<LoadResult> MeasureAsync(Arguments options, LoadPlan plan, string serverCores, string loadCores, List<string> lines)
    {
        using var stage = new Stage(options, StoreChoice.Sqlite, serverCores);
        var result = await stage.RunAsync(plan, loadCores);
        var asked = await stage.CountAsync();
        double? Of(string figure) => result.Figures.TryGetValue(figure, out var value) ? value : null;
        lines.Add(Text($"| {(plan.Restarts ? "server killed and started again" : "connections cut")} | {plan.Members:N0} | {Of(Figure.FirstAnswer):0.00} | {Of(Figure.MedianAnswer):0.00} | {Of(Figure.LastAnswer):0.00} | {Of(Figure.Recovered):N0} | {Of(Figure.Lost):N0} | {Of(Figure.Repeated):N0} | {Of(Figure.Gaps):N0} | {asked.HistoryReads:N0} | {asked.Places:N0} | {asked.Finds + asked.Enrolments:N0} | {Verdict(result, asked)} |"));
        await Console.Error.WriteLineAsync(lines[^1]);
        return result;
    }

    private static string? FaultOf(LoadResult result) =>
        result.Fault ?? (result.Figures[Figure.Lost] + result.Figures[Figure.Repeated] > 0 ? "messages were lost, repeated or out of order" : null);

    private static string Verdict(LoadResult result, StoreCounts asked)
    {
        if (FaultOf(result) is { } fault) return $"INVALID: {fault}";
        var time = result.Figures[Figure.LastAnswer] <= WantedSeconds ? "reached" : "missed";
        return Text($"{WantedSeconds:0} s wanted: {time}; one read a place wanted: {(asked.HistoryReads <= asked.Places ? "reached" : "missed")}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
