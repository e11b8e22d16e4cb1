using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace RoomSockets.Benchmarks.Comparing;

/// <summary>Owns one process that this one started, pinned to its cores; ends it, by its id, whatever happens.</summary>
internal sealed class Child : IDisposable
{
    private static readonly ConcurrentDictionary<int, Child> Running = [];
    private static readonly bool HasTaskSet = Programs.Find("taskset") is not null;
    private readonly Process _process;

    private Child(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>Ends what runs, when this process is told to end.</summary>
    public static void EndAll()
    {
        foreach (var child in Running.Values) child.Dispose();
    }

    /// <summary>Starts this executable again.</summary>
    public static Child StartSelf(string cores, IEnumerable<string> arguments, Dictionary<string, string> environment)
    {
        var self = Environment.ProcessPath!;
        // Started as "dotnet RoomSockets.Benchmarks.dll", the executable is dotnet.
        var isDotnet = Path.GetFileNameWithoutExtension(self).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        return Start(cores, self, isDotnet ? arguments.Prepend(Assembly.GetExecutingAssembly().Location) : arguments, environment);
    }

    public static Child Start(string cores, string program, IEnumerable<string> arguments, Dictionary<string, string> environment)
    {
        var pins = cores.Length > 0;
        var start = pins && HasTaskSet
            ? new ProcessStartInfo("taskset", ["-c", cores, program, .. arguments])
            : new ProcessStartInfo(program, arguments);
        (start.RedirectStandardInput, start.RedirectStandardOutput) = (true, true);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        var child = new Child(process);
        Running[process.Id] = child;
        if (pins && !HasTaskSet && OperatingSystem.IsLinux()) process.ProcessorAffinity = Mask(cores);
        return child;
    }

    /// <summary>The next line that it writes.</summary>
    public async Task<string> ReadLineAsync(TimeSpan patience) =>
        await _process.StandardOutput.ReadLineAsync().WaitAsync(patience)
        ?? throw new IOException($"{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)} ended without an answer.");

    public void Dispose()
    {
        if (!Running.TryRemove(_process.Id, out _)) return;
        try
        {
            _process.Kill();
            _process.WaitForExit(5000);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }

        _process.Dispose();
    }

    private static nint Mask(string cores) =>
        (nint)cores.Split(',').Aggregate(0L, static (mask, core) => mask | (1L << int.Parse(core, CultureInfo.InvariantCulture)));
}
