using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;

namespace RoomSockets.Tests;

/// <summary>Two ends of a real TCP connection whose buffers are small.</summary>
internal sealed class LoopbackPair : IDisposable, IDuplexPipe
{
    private readonly Pipe _pipe = new();

    public LoopbackPair()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { SendBufferSize = 4096 };
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        Client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        Client.Connect(listener.LocalEndPoint!);
        Server = listener.Accept();
        Server.SendBufferSize = 4096;
    }

    public Socket Server { get; }

    public Socket Client { get; }

    public PipeReader Input => _pipe.Reader;

    public PipeWriter Output => _pipe.Writer;

    /// <summary>The peer reads so much.</summary>
    public async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            var some = await Client.ReceiveAsync(bytes.AsMemory(read), SocketFlags.None).Soon();
            if (some == 0) throw new EndOfStreamException($"{read} of {count} bytes arrived.");
            read += some;
        }

        return bytes;
    }

    /// <summary>The peer vanishes with a reset.</summary>
    public void Reset() => Client.Close(0);

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }
}
