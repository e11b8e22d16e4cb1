using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace RoomSockets;

/// <summary>Upgrades an HTTP/1.1 connection and finds the shortest way to its peer: the socket, the connection's pipes, or the stream.</summary>
internal static class HttpWire
{
    /// <summary>How often to look whether the server's answer has left before its pipe is used instead of the socket.</summary>
    private const int Looks = 32;

    public static async Task<Wire> UpgradeAsync(HttpContext http, bool mayUseSocket)
    {
        var transport = http.Features.Get<IConnectionTransportFeature>()?.Transport;
        var socket = mayUseSocket && transport is not null && IsPlain(transport) ? http.Features.Get<IConnectionSocketFeature>()?.Socket : null;
        var before = socket is null ? null : SentBytes.Of(socket);
        var stream = await http.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        if (transport is null) return new StreamWire(stream, http.Abort);
        return before is { } sent && await HasLeftAsync(socket!, sent)
            ? new SocketWire(transport, socket!, http.Abort)
            : new PipeWire(transport, http.Abort);
    }

    /// <summary>
    /// Nothing may overtake the answer to the handshake, which the server sends from its pipe on another thread. It goes out in
    /// one piece, so when the kernel has more bytes than before it has all of it. Decided before anything else is sent, and for good.
    /// </summary>
    private static async ValueTask<bool> HasLeftAsync(Socket socket, long before)
    {
        for (var look = 0; look < Looks; look++)
        {
            if (SentBytes.Of(socket) > before) return true;
            await Task.Yield();
        }

        return false;
    }

    /// <summary>Whether the connection's output is the transport's own pipe. TLS and other middleware of the connection put writers of their own before it, which the socket would bypass.</summary>
    private static bool IsPlain(IDuplexPipe transport) => transport.Output.GetType().DeclaringType == typeof(Pipe);
}
