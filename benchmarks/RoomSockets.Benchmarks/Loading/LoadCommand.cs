using System.Text.Json;

namespace RoomSockets.Benchmarks.Loading;

/// <summary>The load process: reads its plan from the command line and writes its result as one line of JSON.</summary>
internal static class LoadCommand
{
    /// <summary>What the process has open besides its connections.</summary>
    private const int OtherDescriptors = 200;

    public static int Run(string json)
    {
        LifeLine.Watch();
        var plan = JsonSerializer.Deserialize<LoadPlan>(json)!;
        LoadResult result;
        try
        {
            CheckDescriptors(plan.Connections);
            using var probe = new ServerProbe(plan);
            result = plan.Kind switch
            {
                LoadKind.Deliveries => DeliveryLoad.Run(plan, probe),
                LoadKind.Connect => ConnectLoad.Run(plan, probe),
                LoadKind.Idle => IdleLoad.Run(plan, probe),
                LoadKind.Joins => JoinLoad.Run(plan, probe),
                LoadKind.Visits => VisitLoad.Run(plan, probe),
                LoadKind.Recover => RecoverLoad.Run(plan, probe),
                _ => StalledLoad.Run(plan, probe),
            };
        }
        catch (Exception error) when (error is IOException or TimeoutException or HttpRequestException or TaskCanceledException)
        {
            result = new LoadResult { Fault = error.Message };
        }

        Console.WriteLine(JsonSerializer.Serialize(result));
        return 0;
    }

    /// <summary>The runtime has raised the soft limit to the hard one when it started, as node does; more is the administrator's.</summary>
    private static void CheckDescriptors(int connections)
    {
        var line = File.ReadLines("/proc/self/limits").First(static line => line.StartsWith("Max open files", StringComparison.Ordinal));
        var soft = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3];
        if (int.TryParse(soft, out var limit) && limit < connections + OtherDescriptors)
            throw new IOException($"{connections} connections need more than the {limit} open files that this process may have; raise ulimit -n.");
    }
}
