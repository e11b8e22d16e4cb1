using System.Text;
using Microsoft.AspNetCore.Http;

namespace RoomSockets.Tests;

public sealed class ReceiveLoopTests : IDisposable
{
    private readonly World _world = new();
    private readonly Recorder _receiver = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task RunAsync_SplitAtEveryByte_ReadsTheSame()
    {
        byte[][] frames =
        [
            ClientFrame.Text(new string('a', 130)), ClientFrame.Build(9, [1, 2]), ClientFrame.Text("fra", final: false), ClientFrame.Build(9, [3]),
            ClientFrame.Continuation("gment"u8.ToArray()), ClientFrame.Text(""), ClientFrame.Text("é"),
        ];
        byte[] bytes = [.. frames.SelectMany(frame => frame)];
        for (var split = 0; split <= bytes.Length; split++)
        {
            var receiver = new Recorder();
            var (wire, reading) = Open(receiver);
            await wire.SendAsync(bytes[..split]);
            await wire.SendAsync(bytes[split..]);

            receiver.Messages.Should().Equal([new string('a', 130), "fragment", "", "é"], "cut at {0}", split);
            wire.Frames.Select(frame => (frame.Opcode, string.Join(' ', frame.Payload))).Should().Equal([(10, "1 2"), (10, "3")]);
            wire.HangUp();
            await reading.Soon();
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(4096)]
    public async Task RunAsync_ManyFramesInOneRead_AreReadInOrderAndFlushedOnce(int segmentSize)
    {
        var (wire, reading) = Open(_receiver, segmentSize: segmentSize);
        var texts = Enumerable.Range(0, 500).Select(i => new string((char)('a' + (i % 26)), i % 200)).ToList();

        await wire.SendAsync([.. texts.Select(text => ClientFrame.Text(text))]);

        _receiver.Messages.Should().Equal(texts);
        _receiver.Events.Count(one => one == "flush").Should().Be(1);
        _receiver.Events[^1].Should().Be("flush");
        wire.HangUp();
        await reading.Soon();
    }

    [Fact]
    public async Task RunAsync_OneByteAtATime_ReadsTheSame()
    {
        var (wire, reading) = Open(_receiver);
        foreach (var one in (byte[])[.. ClientFrame.Text("first"), .. ClientFrame.Binary(200), .. ClientFrame.Text("last")]) await wire.SendAsync([one]);

        _receiver.Messages.Should().Equal("first", new string('\0', 200), "last");
        wire.HangUp();
        await reading.Soon();
    }

    [Fact]
    public async Task RunAsync_RandomFramesAndCuts_ReadsTheSame()
    {
        var random = new Random(20261121);
        for (var round = 0; round < 50; round++)
        {
            var receiver = new Recorder();
            var (wire, reading) = Open(receiver, segmentSize: 1 << random.Next(13));
            var texts = Enumerable.Range(0, 20).Select(_ => new string((char)random.Next('a', 'z'), random.Next(4) == 0 ? random.Next(65_536) : random.Next(200))).ToList();
            byte[] bytes = [.. texts.SelectMany(text => ClientFrame.Text(text))];
            for (var at = 0; at < bytes.Length;)
            {
                var count = Math.Min(bytes.Length - at, 1 + random.Next(random.Next(2) == 0 ? 20 : 100_000));
                await wire.SendAsync(bytes[at..(at + count)]);
                at += count;
            }

            receiver.Messages.Should().Equal(texts, "round {0}", round);
            wire.HangUp();
            await reading.Soon();
        }
    }

    [Fact]
    public async Task RunAsync_LargestFrame_IsReadAndOneByteMoreIsNot()
    {
        var (wire, reading) = Open(_receiver);
        var limit = _world.Options.MaxMessageBytes;

        await wire.SendAsync(ClientFrame.Binary(limit));
        _receiver.Messages.Should().ContainSingle().Which.Length.Should().Be(limit);
        await wire.SendAsync(ClientFrame.Header(2, limit + 1, 8));

        _receiver.Events.Should().Contain("close 1009", "what a header announces is refused before it comes");
        wire.HangUp();
        await reading.Soon();
    }

    [Fact]
    public async Task RunAsync_HandlerWaits_WhatWasGatheredIsFlushedFirstAndTheNextMessageWaits()
    {
        var gate = new TaskCompletionSource();
        _receiver.OnMessage = text => text == "wait" ? gate.Task : Task.CompletedTask;
        var (wire, reading) = Open(_receiver);

        await wire.SendAsync(ClientFrame.Text("a"), ClientFrame.Text("wait"), ClientFrame.Text("b"));
        _receiver.Events.Should().Equal("a", "wait", "flush");
        gate.SetResult();

        _receiver.Events.Should().Equal("a", "wait", "flush", "b", "flush");
        wire.HangUp();
        await reading.Soon();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_HandlerWaits_ItsBytesStayAsTheyAre(bool isSplit)
    {
        var gate = new TaskCompletionSource();
        MessageData held = default;
        _receiver.OnData = data => held = held.Bytes.IsEmpty ? data : held;
        _receiver.OnMessage = _ => gate.Task;
        var (wire, reading) = Open(_receiver);
        var frame = ClientFrame.Text(new string('h', 3000));
        if (isSplit) await wire.SendAsync(frame[..1500]);
        await wire.SendAsync(frame[(isSplit ? 1500 : 0)..], ClientFrame.Text(new string('n', 3000))[..1500]);

        await wire.SendAsync(ClientFrame.Text(new string('n', 3000))[1500..], ClientFrame.Text(new string('m', 3000)));

        Encoding.UTF8.GetString(held.Bytes.Span).Should().Be(new string('h', 3000));
        gate.SetResult();
        _receiver.Messages.Should().Equal(new string('h', 3000), new string('n', 3000), new string('m', 3000));
        wire.HangUp();
        await reading.Soon();
    }

    [Fact]
    public async Task RunAsync_AfterAFault_ReadsOnButUnderstandsNothing()
    {
        var (wire, reading) = Open(_receiver);

        await wire.SendAsync(ClientFrame.Text("good"), ClientFrame.Build(1, "bad"u8.ToArray(), masked: false), ClientFrame.Text("never"));
        for (var i = 0; i < 20; i++) await wire.SendAsync(ClientFrame.Text("never"), ClientFrame.Build(9, [1]));

        _receiver.Messages.Should().Equal("good");
        _receiver.Events.Take(3).Should().Equal("good", "flush", "close 1002");
        wire.Frames.Select(frame => frame.Opcode).Should().Equal(8);
        reading.IsCompleted.Should().BeFalse("closing a socket with unread bytes would reset it");
        wire.HangUp();
        await reading.Soon();
        _receiver.Events.Count(one => one.StartsWith("close", StringComparison.Ordinal)).Should().Be(1);
    }

    [Fact]
    public async Task RunAsync_CloseFrame_EndsAndLeavesTheRest()
    {
        var (wire, reading) = Open(_receiver);

        await wire.SendAsync(ClientFrame.Text("last"), ClientFrame.Close(4001, "bye"), ClientFrame.Text("never"));

        await reading.Soon();
        _receiver.Messages.Should().Equal("last");
        _receiver.Events.Take(3).Should().Equal("last", "flush", "close 4001");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_PeerIsGone_HasAReason(bool isReset)
    {
        var (wire, reading) = Open(_receiver);
        await wire.SendAsync(ClientFrame.Text("half a message")[..5]);

        wire.HangUp(isReset ? new IOException("reset") : null);

        await reading.Soon();
        _receiver.Events.Should().Contain("close 1006").And.EndWith("flush");
        _receiver.Messages.Should().BeEmpty();
    }

    [Fact]
    public async Task MessageAge_UnfinishedMessage_IsCountedFromItsFirstByteAndOver()
    {
        var (wire, reading) = Open(_receiver, out var connection);
        var frame = ClientFrame.Text("slow");
        await wire.SendAsync(frame[..1]);
        _world.Clock.Advance(TimeSpan.FromSeconds(3));
        await wire.SendAsync(frame[1..5]);

        connection.Input.MessageAge.Should().Be(TimeSpan.FromSeconds(3));
        connection.Input.Silence.Should().Be(TimeSpan.Zero);
        await wire.SendAsync(frame[5..], frame[..2]);
        (connection.Input.IsInMessage, connection.Input.MessageAge).Should().Be((true, TimeSpan.Zero), "the next one has begun just now");
        await wire.SendAsync(frame[2..]);

        connection.Input.IsInMessage.Should().BeFalse();
        wire.HangUp();
        await reading.Soon();
    }

    [Theory]
    [InlineData("split")]
    [InlineData("fragmented")]
    [InlineData("deflated")]
    public async Task RunAsync_Silent_KeepsNoBuffer(string form)
    {
        const int Connections = 64;
        var text = new byte[60_000];
        Random.Shared.GetItems("0123456789abcdef"u8, text);
        var frame = form == "deflated" ? ClientFrame.Build(1, Deflated.Payload(text), reserved: 0x40) : ClientFrame.Text(text);
        byte[][] reads = form == "split" ? [frame[..100], frame[100..]] : form == "deflated" ? [frame] : [[.. ClientFrame.Text(text[..30_000], final: false), .. ClientFrame.Continuation(text[30_000..])]];
        List<(MemoryWire Wire, Task Reading)> open = [];
        for (var i = 0; i < 4; i++) await ReceiveAsync();
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < Connections; i++) await ReceiveAsync();

        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / Connections;
        each.Should().BeLessThan(24_000, "a connection that is silent keeps no buffer of what it sent last");
        foreach (var (wire, reading) in open)
        {
            wire.HangUp();
            await reading.Soon();
        }

        async Task ReceiveAsync()
        {
            var receiver = new Recorder { KeepsNothing = true };
            var one = Open(receiver);
            open.Add(one);
            foreach (var read in reads) await one.Wire.SendAsync(read);
            receiver.Count.Should().Be(1);
        }
    }

    private (MemoryWire Wire, Task Reading) Open(Recorder receiver, int segmentSize = 4096) => Open(receiver, out _, segmentSize);

    private (MemoryWire Wire, Task Reading) Open(Recorder receiver, out Connection connection, int segmentSize = 4096)
    {
        var wire = new MemoryWire(segmentSize);
        connection = new Connection(new ConnectionRequest("/", [], QueryCollection.Empty) { IsCompressed = true }, Identity.Anonymous, _world.Options, _world.Services);
        connection.Open(wire, receiver);
        return (wire, connection.Input.RunAsync(receiver));
    }

    /// <summary>Keeps what it is told, in order.</summary>
    private sealed class Recorder : IReceiver
    {
        public List<string> Events { get; } = [];

        public List<string> Messages { get; } = [];

        public int Count { get; private set; }

        public bool KeepsNothing { get; init; }

        public Func<string, Task>? OnMessage { get; set; }

        public Action<MessageData>? OnData { get; set; }

        public ValueTask OnMessageAsync(MessageData data)
        {
            Count++;
            if (KeepsNothing) return ValueTask.CompletedTask;
            var text = Encoding.UTF8.GetString(data.Bytes.Span);
            Messages.Add(text);
            Events.Add(text);
            OnData?.Invoke(data);
            return OnMessage is null ? ValueTask.CompletedTask : new ValueTask(OnMessage(text));
        }

        public void OnEndOfRead()
        {
            if (Events.Count == 0 || Events[^1] != "flush") Events.Add("flush");
        }

        public void OnClosing(CloseReason reason) => Events.Add($"close {reason.Code}");
    }
}
