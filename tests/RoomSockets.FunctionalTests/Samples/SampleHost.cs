using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.RegularExpressions;

namespace RoomSockets.FunctionalTests.Samples;

/// <summary>A sample as its users run it: a process of its own. <see cref="DisposeAsync"/> stops it as they would and looks at what it printed.</summary>
internal sealed partial class SampleHost : IAsyncDisposable
{
    /// <summary>A folder that is not there: MinimalHost then serves its page that needs no build.</summary>
    public const string NoWebRoot = "no-web-root";

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SampleHost(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException($"The sample ended by itself: {string.Join('\n', _lines)}"));
    }

    /// <summary>What it has printed, standard error included.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    public Uri Http { get; private set; } = null!;

    /// <summary>What the build of the tests made of it.</summary>
    public static string Program(string sample) => Path.Combine(FindRoot(), "samples", sample, "bin", Configuration(), "net10.0", $"{sample}.dll");

    public static async Task<SampleHost> StartAsync(string sample, params string[] arguments)
    {
        var program = Program(sample);
        File.Exists(program).Should().BeTrue("{0} is built before the tests", program);
        var start = new ProcessStartInfo("dotnet", [program, "--urls", "http://127.0.0.1:0", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment.Remove("ASPNETCORE_URLS");
        var host = new SampleHost(start);
        host._process.Start();
        host._process.BeginOutputReadLine();
        host._process.BeginErrorReadLine();
        try
        {
            host.Http = await host._address.Task.WaitAsync(TestApp.Patience * 2);
            return host;
        }
        catch
        {
            host._process.Kill(entireProcessTree: true);
            throw;
        }
    }

    public HttpClient CreateClient() => new() { BaseAddress = Http, Timeout = TestApp.Patience };

    public async Task<TestClient> ConnectAsync(string path, Action<ClientWebSocketOptions>? configure = null)
    {
        var socket = new ClientWebSocket();
        configure?.Invoke(socket.Options);
        var address = new UriBuilder(new Uri(Http, path)) { Scheme = "ws" }.Uri;
        await socket.ConnectAsync(address, CancellationToken.None).WaitAsync(TestApp.Patience);
        return new TestClient(socket);
    }

    public Task<RawClient> KnockAsync(string path, params string[] headers) => RawClient.ConnectAsync(Http, path, headers);

    /// <summary>Stops it as a service manager would.</summary>
    public async Task StopAsync()
    {
        if (_process.HasExited) return;
        if (OperatingSystem.IsWindows()) _process.Kill(entireProcessTree: true);
        else
        {
            using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync().WaitAsync(TestApp.Patience);
        }

        // Also waits until all of its output has been read.
        await _process.WaitForExitAsync().WaitAsync(TestApp.Patience * 2);
        if (!OperatingSystem.IsWindows()) _process.ExitCode.Should().Be(0, "it was asked to stop: {0}", string.Join('\n', _lines));
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync();
        }
        finally
        {
            if (!_process.HasExited) _process.Kill(entireProcessTree: true);
            _process.Dispose();
        }

        _lines.Should().NotContain(line => line.Contains("fail:", StringComparison.Ordinal) || line.Contains("crit:", StringComparison.Ordinal) || line.Contains("Unhandled", StringComparison.Ordinal));
    }

    private void Read(string? line)
    {
        if (line is null) return;
        _lines.Enqueue(line);
        if (OpenLine().Match(line) is { Success: true } match) _address.TrySetResult(new Uri(match.Groups[1].Value));
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "RoomSockets.sln"))) folder = folder.Parent;
        return folder.FullName;
    }

    /// <summary>The tests lie in bin/{configuration}/net10.0, and the samples were built with them.</summary>
    private static string Configuration() => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    [GeneratedRegex(@": open (http://127\.0\.0\.1:\d+)")]
    private static partial Regex OpenLine();
}
