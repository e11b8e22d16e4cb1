using System.Globalization;
using System.Text.Json;
using RoomSockets.Benchmarks.Loading;

namespace RoomSockets.Benchmarks.Comparing;

/// <summary>Owns the rounds: each scenario meets each server in a process of its own, in alternating order.</summary>
internal sealed class Tour(Arguments options, IReadOnlyList<Scenario> scenarios, IReadOnlyList<Server> servers)
{
    private readonly Dictionary<(Scenario, Server), Measurements> _results = [];
    private readonly int _rounds = (int)options.Get("rounds", 3);
    private readonly string _serverCores = options.Get("server-cores", Environment.ProcessorCount > 1 ? "0" : string.Empty);
    private readonly string _loadCores = options.Get("load-cores", Environment.ProcessorCount > 1 ? "1" : string.Empty);

    public bool HasFault => _results.Values.Any(static found => found.Fault is not null);

    public Measurements Of(Scenario scenario, Server server)
    {
        if (!_results.TryGetValue((scenario, server), out var found)) _results[(scenario, server)] = found = new Measurements();
        return found;
    }

    public async Task RunAsync()
    {
        for (var round = 0; round < _rounds; round++)
        {
            foreach (var scenario in scenarios)
            {
                var order = round % 2 == 0 ? servers : [.. servers.Reverse()];
                foreach (var server in order)
                    if (scenario.Servers?.Contains(server.Name) ?? true) await MeasureAsync(round, scenario, server);
            }
        }
    }

    public IEnumerable<string> Header(string commandLine)
    {
        yield return Machine.Describe();
        var modes = servers.Select(Describe).OfType<string>();
        yield return $"servers: {string.Join("; ", modes)}";
        yield return $"server on core {Name(_serverCores)}, load on core {Name(_loadCores)}; median of {_rounds}; inline scheduling {(options.Has("inline") ? "on" : "off")}";
        yield return $"command: dotnet run -c Release --project benchmarks/RoomSockets.Benchmarks -- {commandLine}";
    }

    private static string Name(string cores) => cores.Length == 0 ? "any" : cores;

    private string? Describe(Server server)
    {
        var state = scenarios.Select(scenario => Of(scenario, server).Server).FirstOrDefault(static state => state is not null);
        return state is null ? null : $"{server.Name} on {state.Runtime}, GC {state.Gc}";
    }

    private async Task MeasureAsync(int round, Scenario scenario, Server server)
    {
        LoadResult result;
        try
        {
            result = await RunAsync(scenario, server);
        }
        catch (Exception error) when (error is IOException or TimeoutException or JsonException or System.ComponentModel.Win32Exception)
        {
            result = new LoadResult { Fault = error.Message };
        }

        Of(scenario, server).Add(result);
        var figures = string.Join(", ", result.Figures.Select(static figure => string.Create(CultureInfo.InvariantCulture, $"{figure.Key} {figure.Value:0.##}")));
        await Console.Error.WriteLineAsync($"round {round + 1}, {scenario.Name}, {server.Name}: {figures}{(result.Fault is null ? string.Empty : $" INVALID: {result.Fault}")}");
    }

    private async Task<LoadResult> RunAsync(Scenario scenario, Server server)
    {
        using var host = server.Start(options, _serverCores);
        var url = await host.ReadLineAsync(TimeSpan.FromSeconds(30));
        var plan = scenario.Plan with { Url = url, ServerProcess = host.Id, Dialect = server.Dialect };
        using var load = Child.StartSelf(_loadCores, ["load", JsonSerializer.Serialize(plan)], []);
        var most = TimeSpan.FromSeconds((plan.WarmUp * 2) + plan.Seconds + 180);
        return JsonSerializer.Deserialize<LoadResult>(await load.ReadLineAsync(most)) ?? throw new IOException("The load wrote nothing.");
    }
}
