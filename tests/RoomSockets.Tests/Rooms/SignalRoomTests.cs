using Microsoft.Extensions.Logging.Abstractions;

namespace RoomSockets.Tests;

public sealed class SignalRoomTests : IAsyncLifetime
{
    private readonly Rig _rig = new(options => (options.OutboxMessages, options.InboxMessages) = (8, 8));
    private readonly ConnectionManager _manager;

    public SignalRoomTests() => _manager = new ConnectionManager(
        _rig.Directory,
        new Membership(_rig.Directory, new HandlerGuard(NullLogger<HandlerGuard>.Instance, showDetail: false), new RoomRules()),
        new Publisher(_rig.Rooms, _rig.Options),
        moderation: null!);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task SignalRoomAsync_MembersKeepUp_AllGetAll()
    {
        var (_, one) = _rig.Join();
        var (_, two) = _rig.Join();
        for (var i = 0; i < 20; i++) await _manager.SignalRoomAsync("r", $"{i}", replaces: "k").Soon();

        one.Texts.Should().Equal(Enumerable.Range(0, 20).Select(i => $"{i}"), "they replace each other only where they wait");
        two.Texts.Should().Equal(one.Texts);
    }

    [Fact]
    public async Task SignalRoomAsync_MemberStallsWithAKey_GetsTheLatestInTheFirstsPlace()
    {
        var (connection, wire) = Stalled();
        await _manager.SignalRoomAsync("r", "x1", "x").Soon();
        await _manager.PublishAsync("r", "durable").Soon();
        await _manager.SignalRoomAsync("r", "y1", "y").Soon();
        for (var i = 2; i <= 50; i++) await _manager.SignalRoomAsync("r", $"x{i}", "x").Soon();

        await ReleaseAsync(connection, wire);

        wire.Texts.Should().Equal("pending", "x50", "durable", "y1");
        _rig.Services.Drops.Signals.Should().Be(49);
        connection.DroppedSignals.Should().Be(49, "a drop can be traced to who was slow");
    }

    [Fact]
    public async Task SignalRoomAsync_MemberStallsWithoutKey_GetsHalfAnOutbox()
    {
        var (connection, wire) = Stalled();
        for (var i = 0; i < 50; i++) await _manager.SignalRoomAsync("r", $"{i}").Soon();

        await ReleaseAsync(connection, wire);

        wire.Texts.Should().Equal("pending", "0", "1", "2", "3", "4");
        _rig.Services.Drops.Signals.Should().Be(45);
    }

    [Fact]
    public async Task SignalRoomAsync_ThenDurableMessages_TheSignalsGiveWay()
    {
        var (connection, wire) = Stalled();
        for (var i = 0; i < 5; i++) await _manager.SignalRoomAsync("r", $"s{i}").Soon();
        for (var i = 0; i < 8; i++) await _manager.PublishAsync("r", $"d{i}").Soon();
        connection.Reason.Should().BeNull("a signal never costs a member its connection");

        await ReleaseAsync(connection, wire);

        wire.Texts.Should().Equal(["pending", .. Enumerable.Range(0, 8).Select(i => $"d{i}")]);
        _rig.Services.Drops.Signals.Should().Be(5);
    }

    [Fact]
    public async Task SignalRoomAsync_OneDurableTooMany_IsTooSlowAllTheSame()
    {
        var (connection, _) = Stalled();
        for (var i = 0; i < 9; i++) await _manager.PublishAsync("r", $"d{i}").Soon();

        connection.Reason!.Cause.Should().Be(CloseCause.TooSlow);
    }

    [Fact]
    public async Task SignalRoomAsync_Except_IsNotSentThere()
    {
        var (connection, left) = _rig.Join();
        var (_, wire) = _rig.Join();

        await _manager.SignalRoomAsync("r", "s", except: [connection.Id]).Soon();

        left.Texts.Should().BeEmpty();
        wire.Texts.Should().Equal("s");
    }

    [Fact]
    public async Task SignalRoomAsync_NoSuchRoom_MakesNone()
    {
        await _manager.SignalRoomAsync("nobody", "s").Soon();

        _rig.Rooms.Find("nobody").Should().BeNull();
    }

    [Fact]
    public async Task SignalRoomAsync_BetweenPublished_TakesNoOffset()
    {
        (await _manager.PublishAsync("r", "a").Soon()).Should().Be(1);
        await _manager.SignalRoomAsync("r", "s").Soon();

        (await _manager.PublishAsync("r", "b").Soon()).Should().Be(2);
    }

    [Fact]
    public async Task SignalRoomAsync_WrongArguments_AreRefused()
    {
        var large = MessageData.Binary(new byte[_rig.Options.OutboxBytes]);
        await FluentActions.Awaiting(() => _manager.SignalRoomAsync("r", large).Soon()).Should().ThrowAsync<ArgumentException>();
        await FluentActions.Awaiting(() => _manager.SignalRoomAsync("", "s").Soon()).Should().ThrowAsync<ArgumentException>();
    }

    /// <summary>A member whose first write is pending.</summary>
    private (Connection Connection, RigWire Wire) Stalled()
    {
        var (connection, wire) = _rig.Join();
        wire.Hold();
        connection.Post("pending");
        return (connection, wire);
    }

    private static async Task ReleaseAsync(Connection connection, RigWire wire)
    {
        wire.Release();
        await connection.Outbox.WhenIdleAsync().Soon();
    }
}
