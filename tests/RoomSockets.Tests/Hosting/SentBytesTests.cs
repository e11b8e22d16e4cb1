using System.Net.Sockets;

namespace RoomSockets.Tests;

public sealed class SentBytesTests : IDisposable
{
    private readonly LoopbackPair _pair = new();

    public void Dispose() => _pair.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(3_000_000)]
    public void Of_TcpSocket_GrowsByWhatTheKernelTook(int size)
    {
        var before = SentBytes.Of(_pair.Server);
        if (!OperatingSystem.IsLinux())
        {
            before.Should().BeNull();
            return;
        }

        _pair.Server.Blocking = false;
        var taken = _pair.Server.Send(new byte[size]);

        SentBytes.Of(_pair.Server).Should().Be(before + taken, "what is written counts, whether it has left or not");
        taken.Should().BePositive();
    }

    [Fact]
    public async Task Of_PeerReadAll_StaysTheSum()
    {
        if (!OperatingSystem.IsLinux()) return;
        var before = SentBytes.Of(_pair.Server);
        var writing = _pair.Server.SendAsync(new byte[500_000]);
        await _pair.ReadAsync(500_000);
        await writing.Soon();

        SentBytes.Of(_pair.Server).Should().Be(before + 500_000);
    }

    [Fact]
    public void Of_OtherDirection_DoesNotCount()
    {
        var before = SentBytes.Of(_pair.Server);

        _pair.Client.Send(new byte[100]).Should().Be(100);

        SentBytes.Of(_pair.Server).Should().Be(before);
    }

    [Fact]
    public void Of_UnixSocket_IsUnknown()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

        SentBytes.Of(socket).Should().BeNull();
    }

    [Fact]
    public void Of_DisposedSocket_IsUnknown()
    {
        _pair.Server.Dispose();

        SentBytes.Of(_pair.Server).Should().BeNull();
    }
}
