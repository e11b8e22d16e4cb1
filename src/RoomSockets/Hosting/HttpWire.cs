using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace RoomSockets;

/// <summary>An upgraded HTTP/1.1 connection. Finds the shortest way to its peer at the first write: the socket, or the connection's pipe.</summary>
internal sealed class HttpWire : Wire
{
    /// <summary>How often to look whether the server's answer has left before its pipe is used instead of the socket.</summary>
    private const int Looks = 32;

    private readonly IDuplexPipe _transport;
    private readonly Socket? _socket;
    private readonly long _before;
    private readonly Action _abort;
    private Wire? _way;

    private HttpWire(IDuplexPipe transport, Socket? socket, long before, Action abort)
    {
        (_transport, _socket, _before, _abort) = (transport, socket, before, abort);
        if (socket is null) _way = new PipeWire(transport, abort);
    }

    public override PipeReader Input => _transport.Input;

    public static async Task<Wire> UpgradeAsync(HttpContext http, bool mayUseSocket)
    {
        var transport = http.Features.Get<IConnectionTransportFeature>()?.Transport;
        var socket = mayUseSocket && transport is not null && IsPlain(transport) ? http.Features.Get<IConnectionSocketFeature>()?.Socket : null;
        var before = socket is null ? null : SentBytes.Of(socket);
        var stream = await http.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        return transport is null ? new StreamWire(stream, http.Abort) : new HttpWire(transport, before is null ? null : socket, before ?? 0, http.Abort);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> frames)
    {
        if (_way is { } way) return way.WriteAsync(frames);
        return SentBytes.Of(_socket!) > _before ? Use(new SocketWire(_transport, _socket!, _abort)).WriteAsync(frames) : LookThenWriteAsync(frames);
    }

    public override void Abort() => _abort();

    // The pipes and the socket belong to the server.
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>
    /// Nothing may overtake the answer to the handshake, which the server sends from its pipe on another thread. It goes out in
    /// one piece, so when the kernel has more bytes than before it has all of it. Decided before anything else is sent, and for
    /// good; where the answer takes its time, the pipe keeps the order.
    /// </summary>
    private async ValueTask LookThenWriteAsync(ReadOnlyMemory<byte> frames)
    {
        for (var look = 0; look < Looks; look++)
        {
            await Task.Yield();
            if (SentBytes.Of(_socket!) is not { } sent || sent <= _before) continue;
            await Use(new SocketWire(_transport, _socket!, _abort)).WriteAsync(frames);
            return;
        }

        await Use(new PipeWire(_transport, _abort)).WriteAsync(frames);
    }

    private Wire Use(Wire way) => _way = way;

    /// <summary>Whether the connection's output is the transport's own pipe. TLS and other middleware of the connection put writers of their own before it, which the socket would bypass.</summary>
    private static bool IsPlain(IDuplexPipe transport) => transport.Output.GetType().DeclaringType == typeof(Pipe);
}
