namespace RoomSockets.Tests;

/// <summary>A peer is too slow when a frame waits too long for it, however busily it takes others.</summary>
public sealed class OutboxAgeTests
{
    private const int OwnWrite = 70_000; // too large to be joined with others

    [Fact]
    public async Task Lag_PeerTakesAByteNowAndThen_IsTheAgeOfTheOldestFrame()
    {
        await using var rig = new Rig();
        var (connection, wire) = Start(rig);
        for (var taken = 1; taken <= 2; taken++)
        {
            Advance(rig, 2);
            wire.Step();
            await wire.WaitForWritesAsync(taken + 1).Soon();
            connection.Outbox.Lag.Should().Be(TimeSpan.FromSeconds(2 * taken), "others have waited as long, whatever was written meanwhile");
        }
    }

    [Fact]
    public async Task Check_PeerTakesAByteNowAndThen_IsClosedAsTooSlow()
    {
        await using var rig = new Rig();
        var (connection, wire) = Start(rig);
        for (var taken = 1; taken <= 2; taken++)
        {
            Advance(rig, 2);
            wire.Step();
            await wire.WaitForWritesAsync(taken + 1).Soon();
        }

        Advance(rig, 0.9);
        connection.Reason.Should().BeNull("the oldest has waited 4.9 s");

        Advance(rig, 0.1 + Wheel.Tick.TotalSeconds);

        connection.Reason.Should().BeEquivalentTo(new { Cause = CloseCause.TooSlow, Code = 1013 });
    }

    [Fact]
    public async Task Check_PeerTakesEverythingEachSecond_StaysOpen()
    {
        await using var rig = new Rig();
        var wire = new RigWire();
        var connection = rig.Open(wire);
        wire.Hold();
        connection.Post("0");
        for (var second = 1; second <= 20; second++)
        {
            connection.Post($"{second}");
            Advance(rig, 1);
            wire.Step();
            await wire.WaitForWritesAsync(second + 1).Soon();
        }

        connection.Reason.Should().BeNull();
        wire.Texts.Should().Equal(Enumerable.Range(0, 21).Select(number => $"{number}"));
    }

    [Fact]
    public async Task Lag_NothingWaits_IsZero()
    {
        await using var rig = new Rig();
        var (connection, wire) = Start(rig);
        Advance(rig, 3);
        connection.Outbox.Lag.Should().Be(TimeSpan.FromSeconds(3));

        wire.Release();
        await connection.Outbox.WhenIdleAsync().Soon();

        connection.Outbox.Lag.Should().Be(TimeSpan.Zero);
    }

    /// <summary>What gathers during a write that completes at once is written by the pool, and nobody sends anything after it.</summary>
    [Fact]
    public async Task Check_WriteOfThePoolIsStuck_IsClosedAsTooSlow()
    {
        var clock = new GateClock();
        await using var rig = new Rig(time: clock);
        var wire = new RigWire();
        var connection = rig.Open(wire);
        wire.DuringWrite = count =>
        {
            if (count > 1) return;
            wire.Hold(); // the next write is stuck
            connection.Post("second");
        };
        clock.KeepOthersOut();
        connection.Post("first");
        clock.LetOthersIn();
        await wire.WaitForWritesAsync(2).Soon();

        clock.Inner.Advance(rig.Options.OutboxTimeout + Wheel.Tick + Wheel.Tick);

        connection.Reason.Should().NotBeNull("RoomSocketsOptions.OutboxTimeout is over, and deadlines are met up to half a second late");
        connection.Reason!.Cause.Should().Be(CloseCause.TooSlow);
    }

    private static (Connection Connection, RigWire Wire) Start(Rig rig)
    {
        var wire = new RigWire();
        var connection = rig.Open(wire);
        wire.Hold();
        for (var i = 0; i < 10; i++) connection.Post(MessageData.Binary(new byte[OwnWrite]));
        return (connection, wire);
    }

    private static void Advance(Rig rig, double seconds) => rig.Clock.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>Lets only one thread read the time while it is shut, so that a test decides who comes first.</summary>
    private sealed class GateClock : TimeProvider
    {
        private readonly ManualResetEventSlim _gate = new(initialState: true);
        private int _thread;

        public FakeClock Inner { get; } = new();

        public override long TimestampFrequency => Inner.TimestampFrequency;

        public void KeepOthersOut()
        {
            _thread = Environment.CurrentManagedThreadId;
            _gate.Reset();
        }

        public void LetOthersIn() => _gate.Set();

        public override DateTimeOffset GetUtcNow() => Inner.GetUtcNow();

        public override long GetTimestamp()
        {
            if (Environment.CurrentManagedThreadId != _thread && !_gate.Wait(TimeSpan.FromSeconds(10))) throw new TimeoutException("The gate was never opened.");
            return Inner.GetTimestamp();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => Inner.CreateTimer(callback, state, dueTime, period);
    }
}
