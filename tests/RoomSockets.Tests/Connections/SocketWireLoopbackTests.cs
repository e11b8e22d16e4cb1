using System.Net.Sockets;

namespace RoomSockets.Tests;

public sealed class SocketWireLoopbackTests : IDisposable
{
    private readonly LoopbackPair _pair = new();

    public void Dispose() => _pair.Dispose();

    [Fact]
    public async Task WriteAsync_FitsTheKernel_CompletesAtOnce()
    {
        await using var wire = Create();

        var write = wire.WriteAsync(new byte[] { 1, 2, 3 });

        write.IsCompletedSuccessfully.Should().BeTrue();
        await write.Soon();
        (await _pair.ReadAsync(3)).Should().Equal(1, 2, 3);
    }

    [Fact]
    public async Task WriteAsync_MoreThanTheKernelTakes_GoesOnWhereItStopped()
    {
        await using var wire = Create();
        var bytes = RigFrame.Noise(3_000_000);
        var write = wire.WriteAsync(bytes).AsTask();
        write.IsCompleted.Should().BeFalse("the peer reads nothing");

        var read = await _pair.ReadAsync(bytes.Length);

        read.AsSpan().SequenceEqual(bytes).Should().BeTrue("no byte is lost, repeated or moved");
        await write.Soon();
        await wire.WriteAsync(new byte[] { 7 }).Soon();
        (await _pair.ReadAsync(1)).Should().Equal(7);
    }

    [Fact]
    public async Task WriteAsync_OverAnOutbox_KeepsOrderForAReaderThatWasHeld()
    {
        await using var rig = new Rig(options => (options.OutboxBytes, options.OutboxMessages) = (8_000_000, 1000));
        var connection = rig.Open(Create());
        var sent = 0;
        for (byte i = 0; i < 250; i++)
        {
            connection.Post(MessageData.Binary(Enumerable.Repeat(i, 10_000).ToArray()));
            sent += 10_004;
        }

        connection.Outbox.IsWaiting.Should().BeTrue("the reader is held");
        var frames = RigFrame.ReadAll(await _pair.ReadAsync(sent));

        frames.Select(frame => frame.Payload[0]).Should().Equal(Enumerable.Range(0, 250).Select(i => (byte)i));
        frames.Should().OnlyContain(frame => frame.Payload.Length == 10_000 && frame.Payload.Distinct().Count() == 1);
        await connection.Outbox.WhenIdleAsync().Soon();
    }

    [Fact]
    public async Task WriteAsync_PeerIsGone_Throws()
    {
        await using var wire = Create();
        _pair.Reset();
        // The reset has arrived when a read says so.
        await FluentActions.Awaiting(() => _pair.Server.ReceiveAsync(new byte[1]).Soon()).Should().ThrowAsync<SocketException>();

        await FluentActions.Awaiting(() => wire.WriteAsync(new byte[] { 1 }).Soon()).Should().ThrowAsync<SocketException>();
    }

    [Fact]
    public async Task WriteAsync_PeerGoesDuringAWrite_Throws()
    {
        await using var wire = Create();
        var write = wire.WriteAsync(new byte[3_000_000]).AsTask();
        write.IsCompleted.Should().BeFalse();

        _pair.Reset();

        await FluentActions.Awaiting(() => write.Soon()).Should().ThrowAsync<SocketException>();
    }

    [Fact]
    public async Task WriteAsync_PeerIsGone_TheOutboxEndsAndReleases()
    {
        await using var rig = new Rig();
        var connection = rig.Open(Create());
        _pair.Reset();
        await FluentActions.Awaiting(() => _pair.Server.ReceiveAsync(new byte[1]).Soon()).Should().ThrowAsync<SocketException>();

        connection.Post("nobody hears it");

        await connection.Outbox.WhenIdleAsync().Soon();
        connection.Outbox.FinishedAt.Should().NotBe(0);
    }

    [Fact]
    public void Create_SocketIsDisposed_Throws()
    {
        _pair.Server.Dispose();

        FluentActions.Invoking(() => Create()).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public async Task Abort_Called_CutsAndDisposeLeavesTheSocket()
    {
        var aborted = 0;
        var wire = new SocketWire(_pair, _pair.Server, () => aborted++);
        wire.Input.Should().BeSameAs(_pair.Input);

        wire.Abort();
        await wire.DisposeAsync().Soon();

        aborted.Should().Be(1);
        _pair.Server.Send([1]).Should().Be(1, "the socket is the server's");
    }

    private SocketWire Create() => new(_pair, _pair.Server, () => { });
}
