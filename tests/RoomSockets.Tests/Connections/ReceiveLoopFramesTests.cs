using System.Buffers;
using System.IO.Pipelines;

namespace RoomSockets.Tests;

/// <summary>However bytes arrive, the messages are the same.</summary>
public sealed class ReceiveLoopFramesTests
{
    private static readonly string[] Expected = ["", "one", new('m', 126), "fragmented", "\0\0\0", "last"];

    private static readonly byte[] Bytes =
    [
        .. ClientFrame.Text(""), .. ClientFrame.Text("one"), .. ClientFrame.Build(9, "ping"u8.ToArray()), .. ClientFrame.Text(new string('m', 126)),
        .. ClientFrame.Text("frag", final: false), .. ClientFrame.Build(9, "inside"u8.ToArray()), .. ClientFrame.Continuation([], final: false), .. ClientFrame.Continuation("mented"u8.ToArray()),
        .. ClientFrame.Build(10, [1]), .. ClientFrame.Binary(3), .. ClientFrame.Text("last"), .. ClientFrame.Close(1000, "bye"),
    ];

    [Fact]
    public async Task RunAsync_SplitAtEveryByte_GivesTheSameMessages()
    {
        for (var at = 0; at <= Bytes.Length; at++)
        {
            var receiver = new RigReceiver();
            var wire = await RunAsync(receiver, Bytes[..at], Bytes[at..]);

            receiver.Messages.Should().Equal(Expected, "split at {0}", at);
            receiver.Reasons.Should().ContainSingle().Which.Text.Should().Be("bye");
            wire.Frames.Select(frame => frame.Text[^4..]).Should().StartWith(["ping", "side"], "split at {0}", at);
        }
    }

    [Fact]
    public async Task RunAsync_ByteByByte_GivesTheSameMessages()
    {
        var receiver = new RigReceiver();

        await RunAsync(receiver, [.. Bytes.Select(one => new[] { one })]);

        receiver.Messages.Should().Equal(Expected);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(10_000)]
    public async Task RunAsync_SequenceOfSegments_GivesTheSameMessages(int size)
    {
        await using var rig = new Rig();
        var receiver = new RigReceiver();
        var connection = rig.Open(new RigWire(PipeReader.Create(Chain(Bytes, size))), receiver);

        await connection.Input.RunAsync(receiver).Soon();

        receiver.Messages.Should().Equal(Expected);
    }

    [Fact]
    public async Task RunAsync_ManyFramesInOneSegment_ReadsAllBeforeTheEndOfRead()
    {
        await using var rig = new Rig();
        var receiver = new RigReceiver();
        var numbers = Enumerable.Range(0, 1000).Select(number => $"{number}").ToList();
        var bytes = numbers.SelectMany(number => ClientFrame.Text(number)).ToArray();
        var connection = rig.Open(new RigWire(PipeReader.Create(new ReadOnlySequence<byte>(bytes))), receiver);

        await connection.Input.RunAsync(receiver).Soon();

        receiver.Events.Take(1001).Should().Equal([.. numbers, RigReceiver.End]);
        receiver.Messages.Should().HaveCount(1000);
    }

    [Theory]
    [InlineData(65_535, 1000)]
    [InlineData(65_536, 4096)]
    [InlineData(300_000, 4096)]
    [InlineData(300_000, 1_000_000)]
    public async Task RunAsync_LargeFrames_ArriveWhole(int length, int piece)
    {
        var receiver = new RigReceiver();
        var text = new string([.. Enumerable.Range(0, length).Select(i => (char)('a' + (i % 23)))]);
        byte[] bytes = [.. ClientFrame.Text(text), .. ClientFrame.Text("small"), .. ClientFrame.Text(text), .. ClientFrame.Text("end")];

        await RunAsync(receiver, [.. bytes.Chunk(piece)]);

        receiver.Messages.Should().Equal(text, "small", text, "end");
    }

    [Fact]
    public async Task RunAsync_PipeEndsInsideAFrame_IsALostConnection()
    {
        var receiver = new RigReceiver();

        await RunAsync(receiver, ClientFrame.Text("whole"), ClientFrame.Text("half")[..5]);

        receiver.Messages.Should().Equal("whole");
        receiver.Reasons.Should().ContainSingle().Which.Cause.Should().Be(CloseCause.ConnectionLost);
    }

    private static async Task<RigWire> RunAsync(RigReceiver receiver, params byte[][] pieces)
    {
        await using var rig = new Rig(options => (options.MaxMessageBytes, options.MaxFragments) = (400_000, 10));
        // Read on the writer's thread: a piece is handled before the next one is written.
        var pipe = new Pipe(new PipeOptions(readerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0, useSynchronizationContext: false));
        var wire = new RigWire(pipe.Reader);
        var reading = rig.Open(wire, receiver).Input.RunAsync(receiver);
        foreach (var piece in pieces.Where(piece => piece.Length > 0)) await pipe.Writer.WriteAsync(piece).Soon();
        await pipe.Writer.CompleteAsync().Soon();
        await reading.Soon();
        return wire;
    }

    /// <summary>The loop unmasks in place, so each segment has memory of its own.</summary>
    private static ReadOnlySequence<byte> Chain(byte[] bytes, int size)
    {
        var first = new Link(bytes[..Math.Min(size, bytes.Length)], null);
        var last = first;
        for (var at = size; at < bytes.Length; at += size) last = new Link(bytes[at..Math.Min(at + size, bytes.Length)], last);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Link : ReadOnlySequenceSegment<byte>
    {
        public Link(byte[] bytes, Link? previous)
        {
            Memory = bytes;
            if (previous is null) return;
            RunningIndex = previous.RunningIndex + previous.Memory.Length;
            previous.Next = this;
        }
    }
}
