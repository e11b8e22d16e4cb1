using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using static RoomSockets.Testing.Tests.Cutting.TcpEnds;

namespace RoomSockets.Testing.Tests.Cutting;

public sealed class CuttingProxyTests : IAsyncLifetime
{
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private readonly TestClock _clock = new();
    private readonly List<Socket> _ends = []; // else the collector would close what a test no longer looks at
    private CuttingProxy _proxy = null!;

    public Task InitializeAsync()
    {
        _server.Start();
        _proxy = CuttingProxy.Start(new Uri($"tcp://127.0.0.1:{((IPEndPoint)_server.LocalEndpoint).Port}/path"), _clock);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Bytes_ThroughIt_ArriveWholeBothWays()
    {
        var (client, server) = await ConnectAsync();
        var bytes = Enumerable.Range(0, 1_000_000).Select(static i => (byte)(i * 7)).ToArray();

        var sending = Task.WhenAll(SendAsync(client, bytes), SendAsync(server, bytes));
        var received = await Task.WhenAll(ReceiveAsync(client, bytes.Length), ReceiveAsync(server, bytes.Length)).WaitAsync(Patience);
        await sending.WaitAsync(Patience);

        received.Should().AllSatisfy(part => part.AsSpan().SequenceEqual(bytes).Should().BeTrue());
        (_proxy.Address.AbsolutePath, _proxy.Opened, _proxy.Connections, _proxy.Cuts).Should().Be(("/path", 1, 1, 0));
    }

    [Fact]
    public async Task Plan_ThatThrows_RefusesItsConnectionOnly()
    {
        var refusing = CuttingProxy.Start(new Uri($"tcp://127.0.0.1:{((IPEndPoint)_server.LocalEndpoint).Port}"));
        refusing.Plan = static _ => throw new FormatException("no plan");
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync("127.0.0.1", refusing.Address.Port).WaitAsync(Patience);
        await EndsAsync(client, CutKind.Reset);

        var told = await refusing.Awaiting(static proxy => proxy.DisposeAsync().AsTask().WaitAsync(Patience)).Should().ThrowAsync<InvalidOperationException>();
        told.Which.InnerException.Should().BeOfType<FormatException>();
    }

    [Fact]
    public async Task End_OfOneSide_ReachesTheOther()
    {
        var (client, server) = await ConnectAsync();

        client.Shutdown(SocketShutdown.Send);

        (await ReceiveAsync(server, 1)).Should().BeEmpty();
        await SendAsync(server, [1]);
        (await ReceiveAsync(client, 1)).Should().Equal(1);
    }

    [Theory]
    [InlineData(CutKind.Reset)]
    [InlineData(CutKind.End)]
    public async Task Cut_Now_EndsAllThatIsOpen(CutKind kind)
    {
        var first = await ConnectAsync();
        var second = await ConnectAsync();

        _proxy.Cut(kind).Should().Be(2);

        foreach (var socket in new[] { first.Client, first.Server, second.Client, second.Server }) await EndsAsync(socket, kind);
        _proxy.Cuts.Should().Be(2);
    }

    [Fact]
    public async Task Plan_AfterBytes_PassesThoseAndNoMore()
    {
        _proxy.Plan = static number => number == 1 ? new PlannedCut(10, CutKind.End) : null;
        var (client, server) = await ConnectAsync();
        await SendAsync(client, new byte[8]);
        (await ReceiveAsync(server, 8)).Should().HaveCount(8);

        await SendAsync(server, [1, 2, 3, 4]);

        (await ReceiveAsync(client, 4)).Should().Equal(1, 2);
        var (other, second) = await ConnectAsync();
        await SendAsync(other, new byte[100]);
        (await ReceiveAsync(second, 100)).Should().HaveCount(100, "it has no plan");
    }

    [Fact]
    public async Task Plan_AfterNoBytes_CutsAtTheFirst()
    {
        _proxy.Plan = static _ => new PlannedCut(0);
        var (client, server) = await ConnectAsync();

        await SendAsync(client, [1]);

        await EndsAsync(server, CutKind.Reset);
    }

    [Fact]
    public async Task Pause_HoldsBytesBack_UntilResume()
    {
        var (client, server) = await ConnectAsync();
        _proxy.Pause();
        await SendAsync(client, [1]);
        var received = ReceiveAsync(server, 1);

        received.IsCompleted.Should().BeFalse();
        _proxy.Resume();

        (await received).Should().Equal(1);
    }

    [Fact]
    public async Task Cut_WhilePaused_Ends()
    {
        var (client, server) = await ConnectAsync();
        _proxy.Pause();
        await SendAsync(client, [1]);

        _proxy.Cut();

        await EndsAsync(server, CutKind.Reset);
    }

    [Fact]
    public async Task Delay_OfAClock_HoldsBytesUntilItHasPassed()
    {
        _proxy.Delay = TimeSpan.FromSeconds(3);
        var (client, server) = await ConnectAsync();
        await SendAsync(client, [1]);
        await WhenAsync(() => _clock.NextTimer is not null);
        var received = ReceiveAsync(server, 1);

        _clock.Advance(TimeSpan.FromSeconds(2));
        received.IsCompleted.Should().BeFalse();
        _clock.Advance(TimeSpan.FromSeconds(1));

        (await received).Should().Equal(1);
    }

    [Fact]
    public async Task Refusing_ResetsNewConnections()
    {
        _proxy.IsRefusing = true;
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);

        // The reset comes while it connects, or at its first byte.
        var use = async () =>
        {
            await client.ConnectAsync(IPAddress.Loopback, _proxy.Address.Port).WaitAsync(Patience);
            await ReceiveAsync(client, 1);
        };

        await use.Should().ThrowAsync<SocketException>();
        _proxy.Opened.Should().Be(0);
    }

    [Fact]
    public async Task Connection_ThroughIt_EndsWithoutACloseFrame()
    {
        await using var host = await RoomSocketsTestHost.StartAsync(static app => app.MapRoomSockets("/echo", static message => message.ReplyAsync(message.Data)).AllowAnonymous());
        await using var proxy = CuttingProxy.Start(new Uri(host.SocketAddress, "/echo"));
        await using var connection = await TestConnection.OpenAsync(proxy.Address);
        await connection.SendAsync("hello");
        await connection.ExpectTextAsync("hello");

        proxy.Cut();

        (await connection.ExpectCloseAsync()).Code.Should().Be(1006);
    }

    public async Task DisposeAsync()
    {
        await _proxy.DisposeAsync().AsTask().WaitAsync(Patience);
        _proxy.Connections.Should().Be(0);
        foreach (var end in _ends) end.Dispose();
        _server.Dispose();
    }

    private async Task<(Socket Client, Socket Server)> ConnectAsync()
    {
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var accepting = _server.AcceptSocketAsync();
        await client.ConnectAsync(IPAddress.Loopback, _proxy.Address.Port).WaitAsync(Patience);
        var server = await accepting.WaitAsync(Patience);
        _ends.AddRange([client, server]);
        await WhenAsync(() => _proxy.Opened == _ends.Count / 2);
        return (client, server);
    }
}
