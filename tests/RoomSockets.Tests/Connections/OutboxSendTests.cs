namespace RoomSockets.Tests;

public sealed class OutboxSendTests : OutboxFixture
{
    [Fact]
    public void TrySend_NotAttached_WaitsForTheWire()
    {
        var outbox = new Outbox(1000, 10, Clock);

        Send(outbox, "early").Should().Be(SendResult.Accepted);
        Stream.Frames.Should().BeEmpty();
        outbox.Attach(Stream);

        Stream.Frames.Should().ContainSingle();
    }

    [Fact]
    public async Task TrySend_Detached_IsClosed()
    {
        var outbox = Create();
        await outbox.DetachAsync().Soon();

        Send(outbox, "late").Should().Be(SendResult.Closed);
    }

    [Fact]
    public void TrySend_Idle_WritesAtOnce()
    {
        var outbox = Create();

        Send(outbox, "a").Should().Be(SendResult.Accepted);
        Send(outbox, "b").Should().Be(SendResult.Accepted);

        Stream.Writes.Should().HaveCount(2);
        Stream.Frames.Select(frame => frame.Text).Should().Equal("a", "b");
        outbox.WhenIdleAsync().IsCompleted.Should().BeTrue();
    }

    [Fact]
    public void TrySend_Idle_HasNoBoundButTheMessage()
    {
        var outbox = Create(maxBytes: 10);

        Send(outbox, new byte[5000]).Should().Be(SendResult.Accepted);

        Stream.Frames.Should().ContainSingle().Which.Payload.Should().HaveCount(5000);
    }

    [Fact]
    public async Task TrySend_WriteIsPending_GathersAndWritesTogether()
    {
        var outbox = CreateBusy();
        Send(outbox, "b").Should().Be(SendResult.Accepted);
        Send(outbox, "c").Should().Be(SendResult.Accepted);
        Stream.Writes.Should().ContainSingle("nothing is written beside a pending write");

        Stream.Release();

        await outbox.WhenIdleAsync().Soon();
        Stream.Writes.Should().HaveCount(2);
        Stream.Frames.Select(frame => frame.Text).Should().Equal("first", "b", "c");
    }

    [Fact]
    public async Task TrySend_AfterThePendingWrite_WritesAtOnceAgain()
    {
        var outbox = CreateBusy();
        Stream.Release();
        await outbox.WhenIdleAsync().Soon();

        Send(outbox, "next").Should().Be(SendResult.Accepted);

        Stream.Frames.Select(frame => frame.Text).Should().Equal("first", "next");
    }

    [Theory]
    [InlineData(99, SendResultText.Accepted)]
    [InlineData(100, SendResultText.Accepted)]
    [InlineData(101, SendResultText.Full)]
    public async Task TrySend_WriteIsPending_BytesAreLimited(int bytes, string expected)
    {
        var outbox = CreateBusy(maxBytes: 100);
        Send(outbox, new byte[48]).Should().Be(SendResult.Accepted);

        Send(outbox, new byte[bytes - 52]).ToString().Should().Be(expected);

        Stream.Release();
        await outbox.WhenIdleAsync().Soon();
        Stream.Frames.Should().HaveCount(expected == SendResultText.Full ? 2 : 3);
    }

    [Theory]
    [InlineData(9, SendResultText.Accepted)]
    [InlineData(10, SendResultText.Accepted)]
    [InlineData(11, SendResultText.Full)]
    public async Task TrySend_WriteIsPending_MessagesAreLimited(int count, string expected)
    {
        var outbox = CreateBusy(maxMessages: 10);
        for (var i = 0; i < count - 1; i++) Send(outbox, "x").Should().Be(SendResult.Accepted);

        Send(outbox, "last").ToString().Should().Be(expected);

        Stream.Release();
        await outbox.WhenIdleAsync().Soon();
    }

    [Fact]
    public async Task TrySend_WasFull_HasPlaceWhenTheQueueIsTaken()
    {
        var outbox = CreateBusy(maxMessages: 1);
        Send(outbox, "second").Should().Be(SendResult.Accepted);
        Send(outbox, "refused").Should().Be(SendResult.Full);

        Stream.ReleaseOne();
        await Stream.WaitForWritesAsync(2).Soon();

        Send(outbox, "third").Should().Be(SendResult.Accepted);
        Stream.Release();
        await outbox.WhenIdleAsync().Soon();
        Stream.Frames.Select(frame => frame.Text).Should().Equal("first", "second", "third");
    }

    [Fact]
    public void TrySend_PartOfABlock_WritesThatPart()
    {
        var outbox = Create();
        var block = Block.Rent(Opcode.Text, "one"u8);
        block.Append(Opcode.Text, "two"u8);

        outbox.TrySend(block, 5, 5, 1);

        Stream.Frames.Should().ContainSingle().Which.Text.Should().Be("two");
        block.Release();
    }

    [Fact]
    public async Task TrySend_ManyThreads_KeepsTheOrderOfEach()
    {
        const int Senders = 4, Messages = 500;
        using var stream = new YieldingStream(seed: 1);
        var outbox = new Outbox(10_000_000, 10_000, Clock);
        outbox.Attach(stream);

        await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(() =>
        {
            for (var i = 0; i < Messages; i++) Send(outbox, $"{sender}:{i}");
        }))).Soon();
        await outbox.WhenIdleAsync().Soon();

        stream.Overlapped.Should().BeFalse();
        var texts = stream.Frames.ConvertAll(frame => frame.Text);
        texts.Should().HaveCount(Senders * Messages);
        for (var sender = 0; sender < Senders; sender++)
            texts.Where(text => text.StartsWith($"{sender}:", StringComparison.Ordinal)).Should().Equal(Enumerable.Range(0, Messages).Select(i => $"{sender}:{i}"));
    }

    /// <summary>The names of results: a public test cannot take an internal type.</summary>
    private static class SendResultText
    {
        public const string Accepted = nameof(SendResult.Accepted);
        public const string Full = nameof(SendResult.Full);
    }
}
