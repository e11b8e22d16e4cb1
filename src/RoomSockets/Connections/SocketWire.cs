using System.IO.Pipelines;
using System.Net.Sockets;

namespace RoomSockets;

/// <summary>A wire that writes to the connection's own socket: from a room's drain to the kernel there is no queue and no other thread.</summary>
internal sealed class SocketWire : Wire
{
    private readonly IDuplexPipe _transport;
    private readonly Socket _socket;
    private readonly Action _abort;

    /// <param name="transport">The connection's pipes; what is read comes from there.</param>
    /// <param name="socket">Its socket, to which nobody else writes any more.</param>
    /// <param name="abort">Cuts the connection.</param>
    /// <exception cref="ObjectDisposedException">The peer has gone already.</exception>
    public SocketWire(IDuplexPipe transport, Socket socket, Action abort)
    {
        (_transport, _socket, _abort) = (transport, socket, abort);
        // The server only uses asynchronous operations, which do not mind.
        socket.Blocking = false;
    }

    public override PipeReader Input => _transport.Input;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> frames)
    {
        var sent = _socket.Send(frames.Span, SocketFlags.None, out var error);
        if (error == SocketError.Success && sent == frames.Length) return ValueTask.CompletedTask;
        return error switch
        {
            SocketError.Success => WriteRestAsync(frames[sent..]),
            SocketError.WouldBlock => WriteRestAsync(frames),
            _ => throw new SocketException((int)error),
        };
    }

    public override void Abort() => _abort();

    // The pipes and the socket belong to the server.
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask WriteRestAsync(ReadOnlyMemory<byte> frames)
    {
        while (!frames.IsEmpty) frames = frames[await _socket.SendAsync(frames, SocketFlags.None)..];
    }
}
