namespace RoomSockets.Tests;

public sealed class OutboxSpaceTests : OutboxFixture
{
    [Fact]
    public void WaitForSpaceAsync_Idle_IsCompleted() => Create().WaitForSpaceAsync().IsCompleted.Should().BeTrue();

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public async Task WaitForSpaceAsync_Messages_WaitsBeyondTheHalf(int waiting, bool completed)
    {
        var outbox = CreateBusy(maxMessages: 4);
        for (var i = 0; i < waiting; i++) Send(outbox, "x");

        var space = outbox.WaitForSpaceAsync();

        space.IsCompleted.Should().Be(completed);
        Stream.Release();
        await space.Soon();
        await outbox.WhenIdleAsync().Soon();
    }

    [Fact]
    public async Task WaitForSpaceAsync_Bytes_WaitsBeyondTheHalf()
    {
        var outbox = CreateBusy(maxBytes: 100);
        Send(outbox, new byte[48]);
        outbox.WaitForSpaceAsync().IsCompleted.Should().BeTrue();
        Send(outbox, []);

        var space = outbox.WaitForSpaceAsync();

        space.IsCompleted.Should().BeFalse();
        Stream.Release();
        await space.Soon();
        await outbox.WhenIdleAsync().Soon();
    }

    [Fact]
    public async Task WaitForSpaceAsync_QueueIsTaken_CompletesBeforeItsWriteDoes()
    {
        var outbox = CreateBusy(maxMessages: 2);
        Send(outbox, "a");
        Send(outbox, "b");
        var space = outbox.WaitForSpaceAsync();

        Stream.ReleaseOne();

        await space.Soon();
        outbox.WhenIdleAsync().IsCompleted.Should().BeFalse();
        Stream.Release();
        await outbox.WhenIdleAsync().Soon();
    }

    [Fact]
    public async Task WaitForSpaceAsync_Finish_Completes()
    {
        var outbox = CreateBusy(maxMessages: 1);
        Send(outbox, "a");
        var space = outbox.WaitForSpaceAsync();
        space.IsCompleted.Should().BeFalse();

        outbox.Finish(Frame.Close(1000, ""), dropWaiting: false);

        await space.Soon();
        outbox.WaitForSpaceAsync().IsCompleted.Should().BeTrue("nothing can be sent any more");
        Stream.Release();
        await outbox.WhenIdleAsync().Soon();
    }

    [Fact]
    public async Task WaitForSpaceAsync_Detach_Completes()
    {
        var outbox = CreateBusy(maxMessages: 1);
        Send(outbox, "a");
        var space = outbox.WaitForSpaceAsync();

        var detached = outbox.DetachAsync();

        await space.Soon();
        Stream.Release();
        await detached.Soon();
    }
}
