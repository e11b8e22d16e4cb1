namespace RoomSockets.Tests;

public sealed class OutboxFailureTests : OutboxFixture
{
    [Fact]
    public async Task TrySend_StreamFailsAtOnce_EndsQuietly()
    {
        var outbox = Create();
        Stream.Break();

        Send(outbox, "lost").Should().Be(SendResult.Accepted, "the receive loop finds out and names the reason");

        Send(outbox, "next").Should().Be(SendResult.Closed);
        await outbox.WhenIdleAsync().Soon();
        outbox.FinishedAt.Should().NotBe(0);
    }

    [Fact]
    public async Task TrySend_PendingWriteFails_DropsWhatWaits()
    {
        var outbox = CreateBusy();
        for (var i = 0; i < 5; i++) Send(outbox, "waits");

        Stream.Break();

        await outbox.WhenIdleAsync().Soon();
        Send(outbox, "late").Should().Be(SendResult.Closed);
        Stream.Frames.Should().ContainSingle();
        outbox.IsWaiting.Should().BeFalse();
    }

    [Fact]
    public async Task TrySend_WriteOfTheQueueFails_DropsTheRest()
    {
        var outbox = CreateBusy();
        Send(outbox, "second");
        Stream.ReleaseOne();
        await Stream.WaitForWritesAsync(2).Soon();
        Send(outbox, "third");

        Stream.Break();

        await outbox.WhenIdleAsync().Soon();
        Stream.Frames.Select(frame => frame.Text).Should().Equal("first", "second");
    }

    [Fact]
    public async Task SendControl_StreamFails_EndsQuietly()
    {
        var outbox = Create();
        Stream.Break();

        outbox.SendControl(Opcode.Ping, []);

        await outbox.WhenIdleAsync().Soon();
        Send(outbox, "late").Should().Be(SendResult.Closed);
    }

    [Fact]
    public async Task Finish_StreamFails_IsFinished()
    {
        var outbox = Create();
        Stream.Break();

        outbox.Finish(Frame.Close(1000, ""), dropWaiting: false);

        await outbox.WhenIdleAsync().Soon();
        outbox.FinishedAt.Should().NotBe(0);
    }

    [Fact]
    public async Task WaitForSpaceAsync_StreamFails_Completes()
    {
        var outbox = CreateBusy(maxMessages: 2);
        Send(outbox, "a");
        Send(outbox, "b");
        var space = outbox.WaitForSpaceAsync();
        space.IsCompleted.Should().BeFalse();

        Stream.Break();

        await space.Soon();
    }
}
