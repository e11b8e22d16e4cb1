using System.Text;

namespace RoomSockets.Tests;

/// <summary>Nothing precedes <c>joined</c>, nothing follows <c>left</c>, and what comes meanwhile waits.</summary>
public sealed class SeatTests : IAsyncDisposable
{
    private readonly int _blocks = Block.Outstanding;
    private readonly World _world = new(static options => (options.OutboxBytes, options.OutboxMessages, options.InboxMessages) = (4096, 8, 8));
    private readonly GatedStream _stream = new();
    private readonly Connection _connection;
    private readonly Seat _seat;

    public SeatTests()
    {
        _connection = _world.Open(_stream).Connection;
        _seat = new Seat(_connection);
    }

    public async ValueTask DisposeAsync()
    {
        _seat.Leave();
        await _connection.Outbox.DetachAsync().Soon();
        _world.Dispose();
        Block.Outstanding.Should().Be(_blocks, "every block is released");
    }

    [Fact]
    public void Deliver_BeforeItArrived_IsNotForIt()
    {
        Deliver("a");
        Seat().Should().BeTrue();
        Deliver("b");

        Texts.Should().Equal("joined", "b");
    }

    [Fact]
    public void Deliver_WhileItsPastIsRead_WaitsBehindJoined()
    {
        _seat.BeginHolding(seesPresence: false);
        Deliver("a");
        Deliver("signal", isSignal: true);
        Deliver("b");
        Texts.Should().BeEmpty();

        Seat().Should().BeTrue();

        Texts.Should().Equal("joined", "a", "b");
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void Deliver_MoreMessagesThanMayBeHeld_Overruns(int messages, bool isSeated)
    {
        _seat.BeginHolding(seesPresence: false);
        for (var i = 0; i < messages; i++) Deliver("x");

        Seat().Should().Be(isSeated);
        if (isSeated) return;
        Texts.Should().BeEmpty();
        _seat.BeginAgain();
        Deliver("y");
        Seat().Should().BeTrue();
        Texts.Should().Equal("joined");
    }

    [Theory]
    [InlineData(1020, true)]
    [InlineData(1021, false)]
    public void Deliver_MoreBytesThanMayBeHeld_Overruns(int bytes, bool isSeated)
    {
        _seat.BeginHolding(seesPresence: false);
        Deliver(new string('x', bytes));

        Seat().Should().Be(isSeated);
    }

    [Fact]
    public void Leave_WhileHolding_NothingMoreComes()
    {
        _seat.BeginHolding(seesPresence: false);
        Deliver("a");
        _seat.Leave("left");
        Deliver("b");

        Seat().Should().BeFalse();
        _seat.BeginHolding(seesPresence: false);
        Deliver("c");
        Seat().Should().BeFalse("it has gone for good");
        _seat.Leave("left again");
        Texts.Should().Equal("left");
    }

    [Fact]
    public void Join_OfOneThatIsSeated_HoldsAgainAndLosesNothing()
    {
        Seat();
        Deliver("a");
        _seat.BeginHolding(seesPresence: false);
        Deliver("b");
        Seat().Should().BeTrue();
        Deliver("c");

        Texts.Should().Equal("joined", "a", "joined", "b", "c");
    }

    /// <summary>Its list of users is written before it is seated: what changes between is held for it, and must not be held without.</summary>
    [Fact]
    public void BeginHolding_OfOneThatAskedWhoIsThere_SeesChangesFromThenOn()
    {
        _seat.BeginHolding(seesPresence: true);

        _seat.SeesPresence.Should().BeTrue();
    }

    [Fact]
    public void Occupied_NeedsNoJoined()
    {
        var desk = RoomSockets.Seat.Occupied(_connection);
        var block = Block.Rent(Opcode.Text, "a"u8);
        desk.Deliver(block, new Segment(0, block.Length, 1));
        block.Release();

        Texts.Should().Equal("a");
    }

    private IEnumerable<string> Texts => _stream.Frames.Select(static frame => frame.Text);

    private bool Seat() => _seat.TrySeat("joined", seesPresence: false);

    private void Deliver(string text, bool isSignal = false)
    {
        var block = Block.Rent(Opcode.Text, Encoding.UTF8.GetBytes(text));
        _seat.Deliver(block, new Segment(0, block.Length, 1, isSignal));
        block.Release();
    }
}
