using System.Net.Sockets;
using System.Text;

namespace RoomSockets.SoakTests;

/// <summary>Owns many bare sockets: a handshake each and nothing more, so that thousands fit into a test.</summary>
internal sealed class Swarm : IAsyncDisposable
{
    private const int AtOnce = 64;
    private readonly List<Socket> _sockets = [];

    public IReadOnlyList<Socket> Sockets => _sockets;

    public async Task ConnectAsync(Uri host, int count, Func<int, string> path)
    {
        var sockets = new Socket[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (i, cancellation) => sockets[i] = await OpenAsync(host, path(i), cancellation)).WaitAsync(SoakHost.Patience);
        _sockets.AddRange(sockets);
    }

    /// <summary>Leaves: half of them politely with a close frame, half by vanishing.</summary>
    public async Task LeaveAsync()
    {
        byte[] close = [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE8];
        for (var i = 0; i < _sockets.Count; i += 2) await _sockets[i].SendAsync(close);
        foreach (var socket in _sockets) socket.Dispose();
        _sockets.Clear();
    }

    /// <summary>A text frame of fewer than 126 bytes, masked with zero.</summary>
    public static byte[] Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [0x81, (byte)(0x80 | bytes.Length), 0, 0, 0, 0, .. bytes];
    }

    public async ValueTask DisposeAsync() => await LeaveAsync();

    private static async Task<Socket> OpenAsync(Uri host, string path, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(host.Host, host.Port, cancellation);
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: {host.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"), cancellation);
        var buffer = new byte[512];
        var answer = string.Empty;
        while (!answer.Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await socket.ReceiveAsync(buffer, cancellation);
            if (count == 0) throw new IOException($"The server hung up after '{answer}'.");
            answer += Encoding.ASCII.GetString(buffer, 0, count);
        }

        return answer.StartsWith("HTTP/1.1 101", StringComparison.Ordinal) ? socket : throw new IOException($"The handshake was refused: {answer}");
    }
}
