using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RoomSockets.Tests;

public sealed class WireTests
{
    [Fact]
    public async Task PipeWire_Writes_ArriveInOrder()
    {
        var pipes = new Pipes(pauseAt: 0);
        var wire = new PipeWire(pipes, static () => { });

        await wire.WriteAsync("one"u8.ToArray()).Soon();
        await wire.WriteAsync("two"u8.ToArray()).Soon();

        Encoding.ASCII.GetString((await pipes.Out.Reader.ReadAsync().Soon()).Buffer.FirstSpan).Should().Be("onetwo");
        wire.Input.Should().BeSameAs(pipes.Input);
    }

    [Fact]
    public async Task PipeWire_PeerReadsNothing_IsPendingUntilItDoes()
    {
        var pipes = new Pipes(pauseAt: 100);
        var write = new PipeWire(pipes, static () => { }).WriteAsync(new byte[200]).AsTask();
        write.IsCompleted.Should().BeFalse();

        var read = await pipes.Out.Reader.ReadAsync().Soon();
        pipes.Out.Reader.AdvanceTo(read.Buffer.End);

        await write.Soon();
        read.Buffer.Length.Should().Be(200);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PipeWire_PeerIsGone_Fails(bool isPending)
    {
        var pipes = new Pipes(pauseAt: 100);
        var wire = new PipeWire(pipes, static () => { });
        var pending = isPending ? wire.WriteAsync(new byte[200]).AsTask() : null;
        await pipes.Out.Reader.CompleteAsync();

        await FluentActions.Awaiting(() => pending ?? wire.WriteAsync(new byte[1]).AsTask()).Should().ThrowAsync<IOException>();
    }

    [Fact]
    public void Abort_EachWire_CutsTheConnection()
    {
        var cuts = 0;
        using var stream = new MemoryStream();
        new PipeWire(new Pipes(0), () => cuts++).Abort();
        new StreamWire(stream, () => cuts++).Abort();

        cuts.Should().Be(2);
    }

    /// <summary>Sizes around what the kernel takes: parts of writes must be neither lost nor sent twice.</summary>
    [Fact]
    public async Task SocketWire_ManySizesAndAReaderThatStops_NothingIsLostOrDoubled()
    {
        using var pair = new SocketPair();
        var outbox = new Outbox(100_000_000, 100_000, TimeProvider.System);
        outbox.Attach(new SocketWire(new Pipes(0), pair.Server, static () => { }));
        var random = new Random(5);
        List<byte[]> sent = [];
        for (var round = 0; round < 20; round++)
        {
            var first = sent.Count;
            for (var i = 0; i < 40; i++)
            {
                var payload = new byte[random.Next(5) == 0 ? random.Next(300_000) : random.Next(2000)];
                random.NextBytes(payload);
                sent.Add(payload);
                var block = Block.Rent(Opcode.Binary, payload);
                outbox.TrySend(block, new Segment(0, block.Length, 1), mayRefill: true, out _).Should().Be(SendResult.Accepted);
                block.Release();
            }

            var received = await pair.ReadAsync(sent.Skip(first).Sum(payload => Frame.Size(payload.Length)));
            var frames = ServerFrame.ReadAll([received]);
            frames.Should().HaveCount(40);
            for (var i = 0; i < 40; i++) frames[i].Payload.AsSpan().SequenceEqual(sent[first + i]).Should().BeTrue("message {0} is as it was sent", first + i);
        }

        await outbox.WhenIdleAsync().Soon();
    }

    [Fact]
    public async Task SocketWire_PeerGoesDuringAPendingWrite_Fails()
    {
        using var pair = new SocketPair();
        var wire = new SocketWire(new Pipes(0), pair.Server, static () => { });
        var write = wire.WriteAsync(new byte[8_000_000]).AsTask();
        write.IsCompleted.Should().BeFalse();

        pair.Client.Close(0);

        await FluentActions.Awaiting(() => write.Soon()).Should().ThrowAsync<SocketException>();
        await FluentActions.Awaiting(async () => await wire.WriteAsync(new byte[1])).Should().ThrowAsync<SocketException>("it is gone for good");
    }

    private sealed class Pipes(long pauseAt) : IDuplexPipe
    {
        private readonly Pipe _in = new();

        public Pipe Out { get; } = new(new PipeOptions(pauseWriterThreshold: pauseAt, resumeWriterThreshold: pauseAt / 2));

        public PipeReader Input => _in.Reader;

        public PipeWriter Output => Out.Writer;
    }

    private sealed class SocketPair : IDisposable
    {
        public SocketPair()
        {
            using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            listener.Listen();
            Client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 8 * 1024 };
            Client.Connect(listener.LocalEndPoint!);
            Server = listener.Accept();
            Server.SendBufferSize = 8 * 1024;
        }

        public Socket Server { get; }

        public Socket Client { get; }

        public async Task<byte[]> ReadAsync(int count)
        {
            var buffer = new byte[count];
            using var stream = new NetworkStream(Client, ownsSocket: false);
            await stream.ReadExactlyAsync(buffer).Soon();
            return buffer;
        }

        public void Dispose()
        {
            Server.Dispose();
            Client.Dispose();
        }
    }
}
