using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;

namespace RoomSockets.Tests;

public sealed class SocketWireTests : IDisposable
{
    private readonly Socket _server;
    private readonly Socket _client;

    public SocketWireTests()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 8 * 1024 };
        _client.Connect(listener.LocalEndPoint!);
        _server = listener.Accept();
        _server.SendBufferSize = 8 * 1024;
    }

    public void Dispose()
    {
        _server.Dispose();
        _client.Dispose();
    }

    [Fact]
    public async Task WriteAsync_WhatTheKernelTakes_CompletesAtOnce()
    {
        var write = Create().WriteAsync(new byte[] { 1, 2, 3 });

        write.IsCompletedSuccessfully.Should().BeTrue();
        await write;
        (await ReadAsync(3)).Should().Equal(1, 2, 3);
    }

    [Fact]
    public async Task WriteAsync_MoreThanTheKernelTakes_GoesOnInOrder()
    {
        var bytes = new byte[4_000_000];
        new Random(7).NextBytes(bytes);
        var write = Create().WriteAsync(bytes).AsTask();
        write.IsCompleted.Should().BeFalse("nobody reads yet");

        var received = await ReadAsync(bytes.Length);

        await write.WaitAsync(TimeSpan.FromSeconds(10));
        received.AsSpan().SequenceEqual(bytes).Should().BeTrue();
    }

    [Fact]
    public async Task WriteAsync_SocketIsGone_Fails()
    {
        var wire = Create();
        _server.Dispose();

        await FluentActions.Awaiting(async () => await wire.WriteAsync(new byte[1])).Should().ThrowAsync<Exception>();
    }

    [Fact]
    public async Task SentBytes_OfASocket_GrowByWhatIsWritten()
    {
        var before = SentBytes.Of(_server);
        if (!OperatingSystem.IsLinux())
        {
            before.Should().BeNull("only Linux tells");
            return;
        }

        await Create().WriteAsync(new byte[100]);

        SentBytes.Of(_server).Should().Be(before + 100);
    }

    [Fact]
    public void SentBytes_OfADisposedSocket_AreUnknown()
    {
        _server.Dispose();

        SentBytes.Of(_server).Should().BeNull();
    }

    [Fact]
    public void SentBytes_OfAUnixSocket_AreUnknown()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

        SentBytes.Of(socket).Should().BeNull();
    }

    private SocketWire Create() => new(new Pipes(), _server, static () => { });

    private async Task<byte[]> ReadAsync(int count)
    {
        var buffer = new byte[count];
        using var stream = new NetworkStream(_client, ownsSocket: false);
        await stream.ReadExactlyAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        return buffer;
    }

    private sealed class Pipes : IDuplexPipe
    {
        private readonly Pipe _pipe = new();

        public PipeReader Input => _pipe.Reader;

        public PipeWriter Output => _pipe.Writer;
    }
}
