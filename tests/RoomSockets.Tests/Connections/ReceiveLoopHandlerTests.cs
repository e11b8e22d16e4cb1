using System.IO.Pipelines;

namespace RoomSockets.Tests;

public sealed class ReceiveLoopHandlerTests : IAsyncLifetime
{
    private readonly Rig _rig = new(options => options.MaxMessageBytes = 64 * 1024 * 1024);
    private readonly RigReceiver _receiver = new();
    private readonly Pipe _pipe = new(new PipeOptions(readerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));
    private RigWire _wire = null!;
    private Connection _connection = null!;
    private Task _reading = Task.CompletedTask;

    public Task InitializeAsync()
    {
        _wire = new RigWire(_pipe.Reader);
        _connection = _rig.Open(_wire, _receiver);
        _reading = _connection.Input.RunAsync(_receiver);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _pipe.Writer.CompleteAsync().Soon();
        await _reading.Soon();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task RunAsync_HandlerWaits_WhatWasGatheredGoesOutFirst()
    {
        await SendAsync([.. ClientFrame.Text("a"), .. ClientFrame.Text("wait"), .. ClientFrame.Text("b")]);
        _receiver.Events.Should().Equal("a", "wait", RigReceiver.End);
        _connection.Input.IsReading.Should().BeFalse();

        _receiver.Open();
        await HangUpAsync();

        _receiver.Events.Take(6).Should().Equal("a", "wait", RigReceiver.End, "waited: wait", "b", RigReceiver.End);
    }

    [Fact]
    public async Task RunAsync_HandlerDoesNotWait_ThereIsOneEndOfRead()
    {
        await SendAsync([.. ClientFrame.Text("a"), .. ClientFrame.Text("b")]);

        _receiver.Events.Should().Equal("a", "b", RigReceiver.End);
        _connection.Input.IsReading.Should().BeTrue();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(9)]
    public async Task RunAsync_MessageInTwoPieces_StaysReadableWhileItsHandlerWaits(int at)
    {
        var frame = ClientFrame.Text("wait");
        await SendAsync(frame[..at]);
        await SendAsync([.. frame[at..], .. ClientFrame.Text("next")]);
        await SendAsync(ClientFrame.Text("after"));

        _receiver.Open();
        await HangUpAsync();

        _receiver.Messages.Should().Equal("wait", "waited: wait", "next", "after");
    }

    [Fact]
    public async Task RunAsync_LongHandler_ItsTimeIsNotThePeers()
    {
        await SendAsync(ClientFrame.Text("wait"));
        _rig.Clock.Advance(TimeSpan.FromHours(1));
        _connection.Reason.Should().BeNull();

        _receiver.Open();
        for (var turns = 0; !_connection.Input.IsReading && turns < 1_000_000; turns++) await Task.Yield();
        _connection.Input.IsReading.Should().BeTrue();
        _rig.Clock.Advance(_rig.Options.PingInterval);

        _connection.Reason.Should().BeNull("the peer had no chance to show a sign of life");
        _connection.Input.Silence.Should().Be(_rig.Options.PingInterval);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_AfterAFault_ReadsAndDiscardsTheRest(bool whole)
    {
        var bad = ClientFrame.Build(1, [65], masked: false);
        await SendAsync(ClientFrame.Text("good"));
        if (whole)
        {
            await SendAsync([.. bad, .. ClientFrame.Text("same read")]);
        }
        else
        {
            await SendAsync(bad[..1]);
            await SendAsync(bad[1..]);
        }

        for (var i = 0; i < 20; i++) await SendAsync([.. ClientFrame.Text(new string('x', 10_000)), .. ClientFrame.Close(1000)]);
        _reading.IsCompleted.Should().BeFalse("unread bytes would have the socket reset, and our close frame be lost");
        await HangUpAsync();

        _receiver.Messages.Should().Equal("good");
        _receiver.Reasons.Should().ContainSingle().Which.Code.Should().Be(1002);
        _wire.Frames.Should().ContainSingle().Which.Opcode.Should().Be(8);
    }

    [Fact]
    public async Task RunAsync_FaultBehindAMessage_TheMessageGoesOutFirst()
    {
        await SendAsync([.. ClientFrame.Text("good"), .. ClientFrame.Build(3, [])]);

        _receiver.Events.Take(2).Should().Equal("good", RigReceiver.End);
    }

    [Fact]
    public async Task RunAsync_WeHaveClosed_MessagesAreDroppedUntilThePeerCloses()
    {
        _connection.Close();
        await SendAsync(ClientFrame.Text("too late"));
        _reading.IsCompleted.Should().BeFalse();

        await SendAsync([.. ClientFrame.Close(1000), .. ClientFrame.Text("never")]);

        await _reading.Soon();
        _receiver.Messages.Should().BeEmpty();
    }

    [Fact]
    public async Task RunAsync_HugeFrameAnnounced_MemoryFollowsWhatArrived()
    {
        await SendAsync(ClientFrame.Text("warm"));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var writing = _pipe.Writer.WriteAsync((byte[])[.. ClientFrame.Header(2, 60 * 1024 * 1024, 8), .. new byte[100]]);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(64 * 1024);
        await writing.Soon();
        _connection.Reason.Should().BeNull();
        _connection.Input.IsInMessage.Should().BeTrue();
    }

    private Task<FlushResult> SendAsync(byte[] bytes) => _pipe.Writer.WriteAsync(bytes).Soon();

    private async Task HangUpAsync()
    {
        await _pipe.Writer.CompleteAsync().Soon();
        await _reading.Soon();
    }
}
