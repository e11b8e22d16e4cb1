using BenchmarkDotNet.Attributes;
using RoomSockets.Benchmarks.Loading;

namespace RoomSockets.Benchmarks.Micro;

// Public and open, here and in its neighbours, because BenchmarkDotNet derives from them.

/// <summary>One frame in, one frame out.</summary>
public class FrameBenchmarks
{
    private byte[] _frame = [];
    private byte[] _payload = [];
    private Block _block = null!;

    [Params(64, 1024, 64 * 1024 - 1)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _payload = new byte[Bytes];
        Array.Fill(_payload, (byte)'x');
        _frame = ClientFrames.Build(1, _payload);
    }

    /// <summary>Unmasking what is not masked masks it, so the same bytes serve every turn.</summary>
    [Benchmark]
    public int ReadHeaderAndUnmask()
    {
        FrameHeader.TryRead(_frame, out var header);
        FrameHeader.Unmask(_frame.AsSpan(header.Size, (int)header.Length), header.Mask);
        return header.Size;
    }

    [Benchmark]
    public int RentAppendRelease()
    {
        _block = Block.Rent();
        _block.Append(Opcode.Text, _payload);
        var length = _block.Length;
        _block.Release();
        return length;
    }
}
