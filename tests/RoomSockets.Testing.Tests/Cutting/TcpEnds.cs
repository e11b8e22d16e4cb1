using System.Net.Sockets;

namespace RoomSockets.Testing.Tests.Cutting;

/// <summary>What tests do with the two ends of a connection, with patience.</summary>
internal static class TcpEnds
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static async Task SendAsync(Socket socket, byte[] bytes)
    {
        for (var sent = 0; sent < bytes.Length;) sent += await socket.SendAsync(bytes.AsMemory(sent)).AsTask().WaitAsync(Patience);
    }

    /// <summary>As many bytes, or those that came before the end.</summary>
    public static async Task<byte[]> ReceiveAsync(Socket socket, int count)
    {
        var bytes = new byte[count];
        var length = 0;
        while (length < count)
        {
            var part = await socket.ReceiveAsync(bytes.AsMemory(length)).AsTask().WaitAsync(Patience);
            if (part == 0) break;
            length += part;
        }

        return bytes[..length];
    }

    public static async Task EndsAsync(Socket socket, CutKind kind)
    {
        var receive = () => ReceiveAsync(socket, 1);
        if (kind == CutKind.Reset) (await receive.Should().ThrowAsync<SocketException>()).Which.SocketErrorCode.Should().Be(SocketError.ConnectionReset);
        else (await receive()).Should().BeEmpty();
    }

    public static async Task WhenAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition()) await tick.WaitForNextTickAsync(patience.Token);
    }
}
