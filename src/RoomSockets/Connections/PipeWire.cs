using System.IO.Pipelines;

namespace RoomSockets;

/// <summary>A wire over the connection's own pipes, below HTTP/1.1: after the upgrade the server itself has nothing more to say there.</summary>
internal sealed class PipeWire(IDuplexPipe transport, Action abort) : Wire
{
    public override PipeReader Input => transport.Input;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> frames)
    {
        var flush = transport.Output.WriteAsync(frames);
        if (!flush.IsCompletedSuccessfully) return AwaitAsync(flush);
        Check(flush.Result);
        return ValueTask.CompletedTask;
    }

    public override void Abort() => abort();

    // The pipes belong to the server.
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async ValueTask AwaitAsync(ValueTask<FlushResult> flush) => Check(await flush);

    private static void Check(FlushResult result)
    {
        if (result.IsCompleted || result.IsCanceled) throw new IOException("The connection is closed.");
    }
}
