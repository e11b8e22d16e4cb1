namespace RoomSockets.Tests;

public sealed class OutboxControlTests : OutboxFixture
{
    [Fact]
    public void SendControl_Idle_WritesAtOnce()
    {
        Create().SendControl(Opcode.Pong, [1, 2]);

        Stream.Writes.Should().ContainSingle().Which.Should().Equal(0x8A, 2, 1, 2);
    }

    [Fact]
    public async Task SendControl_WriteIsPending_JumpsTheQueue()
    {
        var outbox = CreateBusy();
        Send(outbox, "waits");
        outbox.SendControl(Opcode.Ping, [7]);

        Stream.Release();

        await outbox.WhenIdleAsync().Soon();
        Stream.Frames.Select(frame => frame.Opcode).Should().Equal(1, 9, 1);
    }

    [Fact]
    public async Task SendControl_ManyPongsWait_OnlyTheLastIsSent()
    {
        var outbox = CreateBusy();
        for (byte i = 0; i < 100; i++) outbox.SendControl(Opcode.Pong, [i]);

        Stream.Release();

        await outbox.WhenIdleAsync().Soon();
        Stream.Frames.Should().HaveCount(2);
        Stream.Frames[1].Payload.Should().Equal(99);
    }

    [Fact]
    public async Task SendControl_OutboxIsFull_GoesOutAllTheSame()
    {
        var outbox = CreateBusy(maxMessages: 1);
        Send(outbox, "waits");
        Send(outbox, "no place").Should().Be(SendResult.Full);

        outbox.SendControl(Opcode.Pong, [1]);
        Stream.Release();

        await outbox.WhenIdleAsync().Soon();
        Stream.Frames.Select(frame => frame.Opcode).Should().Equal(1, 10, 1);
    }

    [Fact]
    public void SendControl_NotAttached_DoesNothing()
    {
        var outbox = new Outbox(1000, 10, Clock);
        outbox.SendControl(Opcode.Ping, [1]);

        outbox.Attach(Stream);

        Stream.Writes.Should().BeEmpty();
    }

    [Fact]
    public async Task SendControl_AfterTheCloseFrame_DoesNothing()
    {
        var outbox = Create();
        outbox.Finish(Frame.Close(1000, ""), dropWaiting: false);
        await outbox.WhenIdleAsync().Soon();

        outbox.SendControl(Opcode.Pong, [1]);

        Stream.Frames.Select(frame => frame.Opcode).Should().Equal(8);
    }
}
