using System.Runtime.InteropServices;

namespace RoomSockets.Benchmarks.Loading;

/// <summary>The few calls of Linux that the load needs: sockets without a runtime between them and epoll.</summary>
internal static unsafe partial class Native
{
    public const int Again = 11, Interrupted = 4, InProgress = 115;
    public const uint In = 0x1, Out = 0x4, Error = 0x8, HangUp = 0x10;
    private const int Inet = 2, StreamNonBlockingCloseOnExec = 1 | 0x800 | 0x80000;
    private const int NoSignal = 0x4000;

    public static int LastError => Marshal.GetLastPInvokeError();

    public static int OpenSocket() => Check(Socket(Inet, StreamNonBlockingCloseOnExec, 0), "socket");

    /// <summary>Sets an option of level SOL_SOCKET (1), IPPROTO_IP (0) or IPPROTO_TCP (6).</summary>
    public static void SetOption(int socket, int level, int name, int value) => Check(SetSockOpt(socket, level, name, &value, sizeof(int)), "setsockopt");

    public static void Bind(int socket, uint address) => Check(BindTo(socket, Address(address, 0), 16), "bind");

    /// <summary>Begins to connect. A socket becomes writable when it has.</summary>
    public static void Connect(int socket, uint address, ushort port)
    {
        if (ConnectTo(socket, Address(address, port), 16) < 0 && LastError != InProgress) throw Failure("connect");
    }

    public static int Receive(int socket, byte* buffer, int size) => (int)Recv(socket, buffer, (nuint)size, 0);

    public static int Send(int socket, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes) return (int)Send(socket, start, (nuint)bytes.Length, NoSignal);
    }

    public static int Check(int result, string call) => result >= 0 ? result : throw Failure(call);

    private static IOException Failure(string call) => new($"{call} failed: {Marshal.GetPInvokeErrorMessage(LastError)}.");

    /// <summary>A sockaddr_in.</summary>
    private static byte[] Address(uint address, ushort port) =>
        [Inet, 0, (byte)(port >> 8), (byte)port, (byte)(address >> 24), (byte)(address >> 16), (byte)(address >> 8), (byte)address, 0, 0, 0, 0, 0, 0, 0, 0];

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int Socket(int domain, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetSockOpt(int socket, int level, int name, int* value, uint size);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    private static partial int BindTo(int socket, byte[] address, uint size);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    private static partial int ConnectTo(int socket, byte[] address, uint size);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Recv(int socket, byte* buffer, nuint size, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(int socket, byte* buffer, nuint size, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int CreateEpoll(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int ControlEpoll(int epoll, int operation, int descriptor, byte* entry);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int WaitEpoll(int epoll, byte* entries, int count, int milliseconds);
}
