using System.IO.Pipelines;

namespace RoomSockets;

/// <summary>A wire over a stream: HTTP/2, and servers of which nothing more is known.</summary>
internal sealed class StreamWire(Stream stream, Action abort) : Wire
{
    // An empty read first: a connection that is silent keeps no buffer.
    private static readonly StreamPipeReaderOptions Options = new(bufferSize: 16 * 1024, leaveOpen: true, useZeroByteReads: true);

    public override PipeReader Input { get; } = PipeReader.Create(stream, Options);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> frames) => stream.WriteAsync(frames);

    public override void Abort() => abort();

    public override async ValueTask DisposeAsync()
    {
        await Input.CompleteAsync();
        await stream.DisposeAsync();
    }
}
