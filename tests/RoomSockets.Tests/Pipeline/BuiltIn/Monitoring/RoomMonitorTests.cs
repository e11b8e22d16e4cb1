using System.Globalization;

namespace RoomSockets.Tests;

public sealed class RoomMonitorTests : IDisposable
{
    private readonly World _world = new();
    private readonly RoomMonitor _monitor;

    public RoomMonitorTests() => _monitor = new RoomMonitor(_world.Directory, _world.Clock);

    [Fact]
    public void Snapshot_OfWhatWentOn_CountsInAllAndPerRoom()
    {
        _world.Join("b");
        for (var i = 0; i < 20; i++) _monitor.NoteReceived("a", 10);
        _monitor.NoteReceived("b", 5);
        _monitor.NoteReceived(null, 1);
        _monitor.NoteDelivered("b", messages: 3, bytes: 100, receivers: 4);
        _monitor.NoteDelivered(null, messages: 1, bytes: 7, receivers: 2);

        var now = _monitor.Snapshot();

        (now.Connections, now.OccupiedRooms, now.Users).Should().Be((1, 1, 0));
        now.Received.Should().Be(new RoomTraffic(22, 206, 2.2, 22 / 60.0));
        now.Delivered.Should().Be(new RoomTraffic(14, 414, 1.4, 14 / 60.0));
        now.Rooms.Select(static room => (room.Room, room.Members, room.Received.Messages, room.Delivered.Messages)).Should().Equal(("a", 0, 20, 0), ("b", 1, 1, 12));
    }

    [Fact]
    public void Snapshot_AsTimePasses_ForgetsInTheRates()
    {
        _monitor.NoteReceived("a", 1);
        _world.Clock.Advance(TimeSpan.FromSeconds(9));
        _monitor.Snapshot().Received.PerSecond.Should().Be(0.1);
        _world.Clock.Advance(TimeSpan.FromSeconds(1));
        _monitor.Snapshot().Received.PerSecond.Should().Be(0);
        _world.Clock.Advance(TimeSpan.FromSeconds(49));
        _monitor.Snapshot().Received.PerSecondOfMinute.Should().Be(1 / 60.0);
        _world.Clock.Advance(TimeSpan.FromSeconds(1));

        _monitor.Snapshot().Received.Should().Be(new RoomTraffic(1, 1, 0, 0));
    }

    [Fact]
    public void Snapshot_OfMoreRoomsThanAreKept_HasTheBusiest()
    {
        for (var i = 0; i < 50; i++) _monitor.NoteReceived("busy", 1);
        for (var i = 0; i < 5000; i++)
        {
            _monitor.NoteReceived(i.ToString(CultureInfo.InvariantCulture), 1);
            if (i % 500 == 0) _world.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var rooms = _monitor.Snapshot(1000).Rooms;

        rooms.Should().HaveCountLessThanOrEqualTo(1000);
        rooms[0].Room.Should().Be("busy");
        _monitor.Snapshot(0).Rooms.Should().BeEmpty();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1001)]
    public void Snapshot_OfTooManyRooms_Fails(int rooms) => ((Action)(() => _monitor.Snapshot(rooms))).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public async Task Note_FromManyThreads_LosesNothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 10_000; i++) _monitor.NoteReceived("a", 1);
        }))).WaitAsync(TimeSpan.FromSeconds(30));

        _monitor.Snapshot().Received.Should().Be(new RoomTraffic(40_000, 40_000, 4000, 40_000 / 60.0));
    }

    public void Dispose() => _world.Dispose();
}
