using System.IO.Pipelines;

namespace RoomSockets;

/// <summary>The bytes of both directions of one upgraded connection.</summary>
internal abstract class Wire : IAsyncDisposable
{
    /// <summary>What the peer sends.</summary>
    public abstract PipeReader Input { get; }

    /// <summary>Writes ready frames. One call at a time; the memory is not used any more when the task has completed.</summary>
    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> frames);

    /// <summary>Cuts the connection, so that a pending read or write ends.</summary>
    public abstract void Abort();

    public abstract ValueTask DisposeAsync();
}
