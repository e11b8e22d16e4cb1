using System.Net.Sockets;

namespace RoomSockets.Testing;

/// <summary>Owns one connection through the proxy: a socket to each end, and what carries bytes between them.</summary>
internal sealed class ProxyLink(CuttingProxy proxy, Socket client, Socket server)
{
    private const int BufferBytes = 16 * 1024;
    private readonly TaskCompletionSource _cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isCut;

    public ByteBudget Budget { get; } = new();

    /// <summary>Carries bytes until both ends have finished, or the cut.</summary>
    public async Task RunAsync()
    {
        await Task.WhenAll(CarryAsync(client, server), CarryAsync(server, client));
        client.Dispose();
        server.Dispose();
    }

    /// <returns>False when it was cut before.</returns>
    public bool Cut(CutKind kind)
    {
        if (Interlocked.Exchange(ref _isCut, 1) != 0) return false;
        End(client, kind);
        End(server, kind);
        _cut.TrySetResult();
        return true;
    }

    private async Task CarryAsync(Socket from, Socket to)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            while (true)
            {
                var count = await from.ReceiveAsync(buffer);
                if (count == 0) break;
                await proxy.HoldAsync(_cut.Task);
                var (passing, cut) = Budget.Take(count);
                await SendAsync(to, buffer.AsMemory(0, passing));
                if (cut is not { } kind) continue;
                proxy.Cut(this, kind);
                return;
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // One end is gone, or both were cut: the other one shall notice as it would without us.
            End(client, CutKind.Reset);
            End(server, CutKind.Reset);
            _cut.TrySetResult();
        }
    }

    private static async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0) bytes = bytes[await to.SendAsync(bytes)..];
    }

    private static void End(Socket socket, CutKind kind)
    {
        try
        {
            if (kind == CutKind.Reset) socket.LingerState = new LingerOption(enable: true, seconds: 0);
            else socket.Shutdown(SocketShutdown.Both);
            socket.Close();
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // It has ended already.
        }
    }
}
