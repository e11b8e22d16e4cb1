using System.Globalization;
using RoomSockets.Benchmarks.Serving;

namespace RoomSockets.Benchmarks.Loading;

/// <summary>Looks at the server: its processor time and memory from the kernel, the rest from <c>/gc</c>.</summary>
internal sealed class ServerProbe(LoadPlan plan) : IDisposable
{
    private const double TicksPerSecond = 100; // USER_HZ, the same on every Linux that .NET runs on
    private readonly HttpClient _http = new() { BaseAddress = new Uri(plan.Url), Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>User and system time of the process and of its children that have ended.</summary>
    public double CpuSeconds => CpuSecondsOf(plan.ServerProcess);

    public double ResidentKiB
    {
        get
        {
            var line = File.ReadLines($"/proc/{plan.ServerProcess}/status").First(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
    }

    public static double CpuSecondsOf(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        // The name may hold spaces; what follows its bracket does not.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields.Skip(11).Take(4).Sum(static field => long.Parse(field, CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    public ServerState Ask(bool collect) => AskAsync(collect).GetAwaiter().GetResult();

    /// <summary>Whether it answers.</summary>
    public bool IsThere
    {
        get
        {
            try
            {
                return Ask(collect: false).Runtime.Length > 0;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }
    }

    public async Task<ServerState> AskAsync(bool collect) =>
        await _http.GetFromJsonAsync<ServerState>($"/gc?collect={(collect ? "true" : "false")}") ?? new ServerState();

    public void Dispose() => _http.Dispose();
}
