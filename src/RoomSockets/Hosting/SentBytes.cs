using System.Net.Sockets;

namespace RoomSockets;

/// <summary>Asks the kernel how many bytes it was given for a TCP connection (Linux: <c>TCP_INFO</c>; null elsewhere).</summary>
internal static class SentBytes
{
    private const int Tcp = 6;
    private const int TcpInfo = 11;
    private const int NotSent = 144;
    private const int Sent = 200;
    private const int Retransmitted = 208;
    private const int Size = 216;

    public static long? Of(Socket socket)
    {
        if (!OperatingSystem.IsLinux() || socket.AddressFamily is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6)) return null;
        Span<byte> info = stackalloc byte[Size];
        try
        {
            // The structure only ever grows at its end; an older kernel returns less.
            if (socket.GetRawSocketOption(Tcp, TcpInfo, info) < Size) return null;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            return null;
        }

        return Read(info, Sent) - Read(info, Retransmitted) + BitConverter.ToUInt32(info[NotSent..]);
    }

    private static long Read(ReadOnlySpan<byte> info, int at) => BitConverter.ToInt64(info[at..]);
}
