using BenchmarkDotNet.Attributes;
using RoomSockets.Benchmarks.Loading;

namespace RoomSockets.Benchmarks.Micro;

/// <summary>A read that brought many small messages.</summary>
public class ReaderBenchmarks : IDisposable
{
    private const int Messages = 32;
    private readonly MessageReader _reader = new(64 * 1024, 1024);
    private byte[] _arrived = [];
    private byte[] _input = [];

    [GlobalSetup]
    public void Prepare()
    {
        var payload = new byte[64];
        Array.Fill(payload, (byte)'x');
        _arrived = [.. Enumerable.Repeat(ClientFrames.Build(1, payload), Messages).SelectMany(static frame => frame)];
        _input = new byte[_arrived.Length];
    }

    /// <summary>Includes copying the input, because reading unmasks it in place.</summary>
    [Benchmark(OperationsPerInvoke = Messages)]
    public int Read()
    {
        _arrived.CopyTo(_input, 0);
        var at = 0;
        var found = 0;
        while (_reader.Read(_input.AsMemory(at), out var consumed).Kind == IncomingKind.Text)
        {
            at += consumed;
            found++;
        }

        return found == Messages ? found : throw new InvalidOperationException($"{found} of {Messages} messages were read.");
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _reader.Dispose();
        GC.SuppressFinalize(this);
    }
}
