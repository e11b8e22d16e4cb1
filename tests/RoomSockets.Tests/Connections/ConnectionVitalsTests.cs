namespace RoomSockets.Tests;

/// <summary>The deadlines of a connection: met, and at most half a second late.</summary>
public sealed class ConnectionVitalsTests : IAsyncLifetime
{
    private static readonly TimeSpan Tick = Wheel.Tick;
    private readonly World _world = new();
    private readonly GatedStream _stream = new();
    private readonly QuietReceiver _receiver = new();
    private Task _reading = Task.CompletedTask;
    private bool _aborted;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _stream.Release();
        _stream.HangUp();
        await _reading.Soon();
        _world.Dispose();
        await _stream.DisposeAsync();
    }

    [Fact]
    public void Silence_BeyondThePingInterval_IsPinged()
    {
        var connection = Open();

        Advance(25);

        _stream.Frames.Should().ContainSingle().Which.Opcode.Should().Be(9);
        connection.Reason.Should().BeNull();
    }

    [Fact]
    public void Silence_BeyondDeadAfter_IsClosedAsTimedOut()
    {
        var connection = Open();
        _world.Clock.Advance(TimeSpan.FromSeconds(44.9));
        connection.Reason.Should().BeNull();

        Advance(0.1);

        connection.Reason!.Should().BeEquivalentTo(new { Cause = CloseCause.TimedOut, Code = 1008, Text = "no sign of life for 45 s" });
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(10)]
    [InlineData(10_000)]
    public void Token_Expires_IsClosedWithinATick(double seconds)
    {
        var connection = _world.NewConnection("anna", "t", _world.Clock.GetUtcNow().AddSeconds(seconds));
        connection.Open(_stream, Abort, _receiver);
        _world.Clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
        connection.Reason.Should().BeNull();

        _world.Clock.Advance(Tick);

        connection.Reason!.Should().BeEquivalentTo(new { Cause = CloseCause.TokenExpired, Code = 1008, Text = "token_expired" });
    }

    [Fact]
    public void Write_WithoutProgress_IsClosedAsTooSlowWithinATick()
    {
        var connection = Open();
        Advance(1);
        _stream.Hold();
        connection.Post("the peer takes nothing");

        _world.Clock.Advance(_world.Options.OutboxTimeout - TimeSpan.FromTicks(1));
        connection.Reason.Should().BeNull();
        _world.Clock.Advance(Tick + Tick);

        connection.Reason.Should().NotBeNull("RoomSocketsOptions.OutboxTimeout is over");
        connection.Reason!.Should().BeEquivalentTo(new { Cause = CloseCause.TooSlow, Code = 1013 });
    }

    [Fact]
    public async Task Close_PeerDoesNotHangUp_IsCutAfterTheCloseTimeout()
    {
        var connection = Open();
        connection.Close();
        await connection.Outbox.WhenIdleAsync().Soon();
        _world.Clock.Advance(_world.Options.CloseTimeout - TimeSpan.FromTicks(1));
        _aborted.Should().BeFalse("the close frame needs time to arrive");

        _world.Clock.Advance(Tick);

        _aborted.Should().BeTrue();
    }

    [Fact]
    public void Close_PeerTakesNothing_IsCutAfterTheOutboxTimeout()
    {
        var connection = Open();
        _stream.Hold();
        connection.Post("stuck");
        connection.Close();
        _world.Clock.Advance(_world.Options.OutboxTimeout - TimeSpan.FromTicks(1));
        _aborted.Should().BeFalse();

        _world.Clock.Advance(Tick);

        _aborted.Should().BeTrue();
    }

    private Connection Open()
    {
        var connection = _world.NewConnection();
        connection.Open(_stream, Abort, _receiver);
        _reading = connection.Input.RunAsync(_receiver);
        return connection;
    }

    private void Abort() => _aborted = true;

    private void Advance(double seconds) => _world.Clock.Advance(TimeSpan.FromSeconds(seconds));
}
