using System.IO.Pipelines;

namespace RoomSockets.Tests;

/// <summary>A peer that takes a little now and then is as slow as one that takes nothing.</summary>
public sealed class OutboxLagTests : IDisposable
{
    private readonly int _blocks = Block.Outstanding;
    private readonly World _world = new();

    public void Dispose()
    {
        _world.Dispose();
        Block.Outstanding.Should().Be(_blocks, "every block is released");
    }

    [Fact]
    public async Task Check_BytesTrickle_IsClosedWhenTheOldestHasWaitedTooLong()
    {
        using var stream = new GatedStream();
        var connection = _world.Open(stream).Connection;
        stream.Hold();
        for (var i = 0; i < 10; i++) connection.Post(MessageData.Binary(new byte[70_000]));
        var (step, waited) = (TimeSpan.FromSeconds(1), TimeSpan.Zero);
        for (var write = 2; connection.Reason is null && write < 10; write++)
        {
            stream.ReleaseOne();
            await stream.WaitForWritesAsync(write).Soon();
            _world.Clock.Advance(step);
            waited += step;
        }

        connection.Reason!.Cause.Should().Be(CloseCause.TooSlow);
        waited.Should().BeGreaterThanOrEqualTo(_world.Options.OutboxTimeout).And.BeLessThanOrEqualTo(_world.Options.OutboxTimeout + step);
        stream.Release();
        await connection.Outbox.WhenIdleAsync().Soon();
        stream.Frames[^1].Code.Should().Be(1013);
    }

    [Fact]
    public async Task Check_PeerCatchesUpInTime_StaysOpen()
    {
        using var stream = new GatedStream();
        var connection = _world.Open(stream).Connection;
        for (var round = 0; round < 5; round++)
        {
            stream.Hold();
            for (var i = 0; i < 3; i++) connection.Post("x");
            _world.Clock.Advance(_world.Options.OutboxTimeout - TimeSpan.FromTicks(1));
            stream.Release();
            await connection.Outbox.WhenIdleAsync().Soon();
        }

        connection.Reason.Should().BeNull();
        connection.Outbox.Lag.Should().Be(TimeSpan.Zero);
        await connection.Outbox.DetachAsync().Soon();
    }

    [Fact]
    public async Task Deliver_BehindAWriteThatBlocks_IsLookedAfterTooWhenItsOwnWriteHangs()
    {
        var wire = new FirstBlocksWire();
        var connection = _world.NewConnection();
        connection.Open(wire, new QuietReceiver());
        var first = Task.Run(() => connection.Post("written by its sender"));
        await wire.Entered.Task.Soon();
        connection.Post("written by the pool");
        wire.Go.Set();
        await first.Soon();
        await wire.SecondEntered.Task.Soon();

        _world.Clock.Advance(_world.Options.OutboxTimeout + Wheel.Tick + Wheel.Tick);

        connection.Reason?.Cause.Should().Be(CloseCause.TooSlow);
        var found = connection.Reason is not null;
        wire.Second.SetException(new IOException("cut"));
        await connection.Outbox.DetachAsync().Soon();
        found.Should().BeTrue("a pending write is noticed within RoomSocketsOptions.OutboxTimeout, not at the next ping");
    }

    /// <summary>Its first write keeps the thread, its second is pending.</summary>
    private sealed class FirstBlocksWire : Wire
    {
        private int _writes;

        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource SecondEntered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Second { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ManualResetEventSlim Go { get; } = new();

        public override PipeReader Input { get; } = PipeReader.Create(Stream.Null);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> frames)
        {
            if (++_writes == 1)
            {
                Entered.SetResult();
                return Go.Wait(TimeSpan.FromSeconds(10)) ? ValueTask.CompletedTask : throw new TimeoutException();
            }

            SecondEntered.TrySetResult();
            return new ValueTask(Second.Task);
        }

        public override void Abort()
        {
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
