using System.Diagnostics;
using System.Globalization;

namespace RoomSockets.Benchmarks.Logins;

/// <summary>Whether the time of a failed login tells if there is such a user: names that are there and names that are not, in turns.</summary>
internal static class LoginsCommand
{
    private const int Users = 20;

    public static async Task<int> RunAsync(Arguments options)
    {
        var count = (int)options.Get("count", 1000);
        await using var app = await StartAsync((int)options.Get("cost", 8));
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        for (var i = 0; i < Users; i++) (await http.PostAsJsonAsync("/api/register", new { username = $"user{i}", password = "a good password" })).EnsureSuccessStatusCode();
        var (known, unknown) = (new List<double>(), new List<double>());
        for (var i = -50; i < count; i++)
        {
            var isKnown = i % 2 == 0;
            var start = Stopwatch.GetTimestamp();
            using var answer = await http.PostAsJsonAsync("/api/login", new { username = isKnown ? $"user{Math.Abs(i / 2) % Users}" : $"nobody{i}", password = "a wrong password" });
            var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if ((int)answer.StatusCode != StatusCodes.Status401Unauthorized) throw new InvalidOperationException($"A wrong login was answered with {answer.StatusCode}.");
            if (i >= 0) (isKnown ? known : unknown).Add(time);
        }

        Write("a user is there", known);
        Write("nobody is there", unknown);
        return 0;
    }

    private static async Task<WebApplication> StartAsync(int cost)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoomSockets().AddMemoryStore().ConfigureAccounts(accounts =>
            (accounts.PasswordCost, accounts.MaxFailuresPerAddress, accounts.MaxFailuresPerNameAndAddress) = (cost, 0, 0));
        var app = builder.Build();
        app.MapRoomSocketsApi("/api");
        await app.StartAsync();
        return app;
    }

    private static void Write(string what, List<double> times)
    {
        var mean = times.Average();
        var error = Math.Sqrt(times.Sum(time => (time - mean) * (time - mean)) / (times.Count - 1) / times.Count);
        var sorted = times.Order().ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {times.Count} failed logins, median {sorted[times.Count / 2]:N3} ms, mean {mean:N3} ± {error:N3} ms, p99 {sorted[times.Count * 99 / 100]:N3} ms"));
    }
}
