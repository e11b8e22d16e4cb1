using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace RoomSockets.Benchmarks.Micro;

/// <summary>Runs BenchmarkDotNet over the pure parts.</summary>
internal static class MicroCommand
{
    public static int Run(string[] arguments)
    {
        // In this process: a generated project would be built under this repository's rules, which are not meant for it.
        var config = ManualConfig.Create(DefaultConfig.Instance)
            .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "BenchmarkDotNet.Artifacts"))
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .AddDiagnoser(MemoryDiagnoser.Default);
        BenchmarkSwitcher.FromTypes([typeof(FrameBenchmarks), typeof(ReaderBenchmarks), typeof(DrainBenchmarks), typeof(CodecBenchmarks)])
            .Run(arguments.Length > 0 ? arguments : ["--filter", "*"], config);
        return 0;
    }
}
