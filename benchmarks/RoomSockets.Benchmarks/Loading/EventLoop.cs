using System.Runtime.InteropServices;

namespace RoomSockets.Benchmarks.Loading;

/// <summary>Owns one epoll: tells which sockets can be read or written. Level-triggered.</summary>
internal sealed unsafe class EventLoop : IDisposable
{
    private const int Capacity = 1024;

    // struct epoll_event is packed on x86-64 alone.
    private static readonly int EntrySize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private readonly int _epoll = Native.Check(Native.CreateEpoll(0), "epoll_create1");
    private readonly byte* _entries = (byte*)NativeMemory.Alloc((nuint)(Capacity * EntrySize));

    public void Add(int socket, int token, uint events) => Control(1, socket, token, events);

    /// <summary>Forgets a socket; one that is not there is forgotten already.</summary>
    public void Remove(int socket) => _ = Native.ControlEpoll(_epoll, 2, socket, _entries);

    public void Change(int socket, int token, uint events) => Control(3, socket, token, events);

    public int Wait(int milliseconds)
    {
        var count = Native.WaitEpoll(_epoll, _entries, Capacity, milliseconds);
        if (count < 0 && Native.LastError == Native.Interrupted) return 0;
        return Native.Check(count, "epoll_wait");
    }

    public (int Token, uint Events) this[int index]
    {
        get
        {
            var entry = _entries + (index * EntrySize);
            return (*(int*)(entry + EntrySize - 8), *(uint*)entry);
        }
    }

    public void Dispose()
    {
        _ = Native.Close(_epoll);
        NativeMemory.Free(_entries);
    }

    private void Control(int operation, int socket, int token, uint events)
    {
        var entry = stackalloc byte[16];
        *(uint*)entry = events;
        *(long*)(entry + EntrySize - 8) = token;
        Native.Check(Native.ControlEpoll(_epoll, operation, socket, entry), "epoll_ctl");
    }
}
