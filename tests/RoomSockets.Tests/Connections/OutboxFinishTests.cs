namespace RoomSockets.Tests;

public sealed class OutboxFinishTests : OutboxFixture
{
    [Fact]
    public async Task Finish_Idle_SendsTheCloseFrame()
    {
        var outbox = Create();
        outbox.FinishedAt.Should().Be(0);

        outbox.Finish(Frame.Close(1001, "bye"), dropWaiting: false);

        await outbox.WhenIdleAsync().Soon();
        var frame = Stream.Frames.Should().ContainSingle().Subject;
        (frame.Opcode, frame.Code, frame.Reason).Should().Be((8, 1001, "bye"));
        outbox.FinishedAt.Should().Be(Clock.GetTimestamp());
    }

    [Fact]
    public async Task Finish_WriteIsPending_SendsWhatWaitsAndThenTheCloseFrame()
    {
        var outbox = CreateBusy();
        Send(outbox, "waits");
        outbox.SendControl(Opcode.Pong, [1]);

        outbox.Finish(Frame.Close(1000, ""), dropWaiting: false);
        outbox.FinishedAt.Should().Be(0, "the close frame is not out yet");
        Stream.Release();

        await outbox.WhenIdleAsync().Soon();
        Stream.Frames.Select(frame => frame.Opcode).Should().Equal(1, 10, 1, 8);
        outbox.FinishedAt.Should().NotBe(0);
    }

    [Fact]
    public async Task Finish_DropWaiting_SendsTheCloseFrameInstead()
    {
        var outbox = CreateBusy();
        Send(outbox, "dropped");

        outbox.Finish(Frame.Close(1013, "too slow"), dropWaiting: true);
        Stream.Release();

        await outbox.WhenIdleAsync().Soon();
        Stream.Frames.Select(frame => frame.Opcode).Should().Equal(1, 8);
    }

    [Fact]
    public async Task Finish_Twice_TheFirstCloseFrameAloneTravels()
    {
        var outbox = CreateBusy();
        outbox.Finish(Frame.Close(1008, ""), dropWaiting: false);
        outbox.Finish(Frame.Close(1000, ""), dropWaiting: false);
        Stream.Release();

        await outbox.WhenIdleAsync().Soon();

        Stream.Frames.Where(frame => frame.Opcode == 8).Should().ContainSingle().Which.Code.Should().Be(1008);
    }

    [Fact]
    public async Task TrySend_AfterFinish_IsClosed()
    {
        var outbox = CreateBusy();
        outbox.Finish(Frame.Close(1000, ""), dropWaiting: false);

        Send(outbox, "late").Should().Be(SendResult.Closed);
        Stream.Release();
        await outbox.WhenIdleAsync().Soon();
        Send(outbox, "later").Should().Be(SendResult.Closed);

        Stream.Frames.Select(frame => frame.Opcode).Should().Equal(1, 8);
    }

    [Fact]
    public async Task Attach_FinishedBefore_SendsTheCloseFrame()
    {
        var outbox = new Outbox(1000, 10, Clock);
        outbox.Finish(Frame.Close(1013, ""), dropWaiting: false);

        outbox.Attach(Stream);

        await outbox.WhenIdleAsync().Soon();
        Stream.Frames.Should().ContainSingle().Which.Code.Should().Be(1013);
        outbox.FinishedAt.Should().NotBe(0);
    }

    [Fact]
    public async Task DetachAsync_WriteIsPending_WaitsForIt()
    {
        var outbox = CreateBusy();
        Send(outbox, "dropped");

        var detached = outbox.DetachAsync();

        detached.IsCompleted.Should().BeFalse("the stream is still in use");
        Stream.Release();
        await detached.Soon();
        Stream.Frames.Select(frame => frame.Text).Should().Equal("first");
        Send(outbox, "late").Should().Be(SendResult.Closed);
    }

    [Fact]
    public async Task DetachAsync_Idle_IsDoneAtOnceAndNothingIsWrittenAnyMore()
    {
        var outbox = Create();
        await outbox.DetachAsync().Soon();

        Send(outbox, "late").Should().Be(SendResult.Closed);
        outbox.SendControl(Opcode.Ping, []);
        outbox.Finish(Frame.Close(1000, ""), dropWaiting: false);

        Stream.Writes.Should().BeEmpty();
    }

    [Fact]
    public void Lag_PendingWrite_IsItsAge()
    {
        var outbox = Create();
        outbox.Lag.Should().Be(TimeSpan.Zero);
        outbox.IsWaiting.Should().BeFalse();
        Stream.Hold();
        Send(outbox, "x");
        Clock.Advance(TimeSpan.FromSeconds(3));

        outbox.IsWaiting.Should().BeTrue();
        outbox.Lag.Should().Be(TimeSpan.FromSeconds(3));

        Stream.Release();
    }

    [Fact]
    public async Task Lag_EachWrite_BeginsAnew()
    {
        var outbox = CreateBusy();
        Send(outbox, "second");
        Clock.Advance(TimeSpan.FromSeconds(3));
        outbox.Lag.Should().Be(TimeSpan.FromSeconds(3));

        Stream.ReleaseOne();
        await Stream.WaitForWritesAsync(2).Soon();

        outbox.Lag.Should().Be(TimeSpan.Zero, "progress was made");
        Stream.Release();
        await outbox.WhenIdleAsync().Soon();
        outbox.IsWaiting.Should().BeFalse();
    }

    [Fact]
    public async Task Lag_ProgressThatIsTooSlow_IsTheAgeOfWhatStillWaits()
    {
        var outbox = CreateBusy(maxBytes: 400_000);
        var large = new byte[70_000];
        for (var i = 0; i < 3; i++) Send(outbox, large);
        Clock.Advance(TimeSpan.FromSeconds(3));

        Stream.ReleaseOne();
        await Stream.WaitForWritesAsync(2).Soon();

        outbox.Lag.Should().Be(TimeSpan.FromSeconds(3), "two of the large ones have waited for so long, and still do");
        Stream.Release();
        await outbox.WhenIdleAsync().Soon();
    }
}
