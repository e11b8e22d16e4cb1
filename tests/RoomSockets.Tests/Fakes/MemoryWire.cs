using System.Buffers;
using System.IO.Pipelines;

namespace RoomSockets.Tests;

/// <summary>A wire in memory. What the test sends is read on the test's own thread; what is written is kept.</summary>
internal sealed class MemoryWire(int segmentSize = 4096) : Wire
{
    private readonly Lock _gate = new();
    private readonly List<byte[]> _writes = [];
    private readonly Pipe _pipe = new(new PipeOptions(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0, minimumSegmentSize: segmentSize, useSynchronizationContext: false));

    public List<ServerFrame> Frames
    {
        get
        {
            lock (_gate) return ServerFrame.ReadAll(_writes);
        }
    }

    public override PipeReader Input => _pipe.Reader;

    /// <summary>All of it arrives in one read, in as many segments as it takes.</summary>
    public async Task SendAsync(params byte[][] frames)
    {
        foreach (var frame in frames) _pipe.Writer.Write(frame);
        await _pipe.Writer.FlushAsync().Soon();
    }

    public void HangUp(Exception? error = null) => _pipe.Writer.Complete(error);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> frames)
    {
        lock (_gate) _writes.Add(frames.ToArray());
        return ValueTask.CompletedTask;
    }

    public override void Abort() => HangUp(new IOException("cut"));

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
