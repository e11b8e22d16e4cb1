namespace RoomSockets.Tests;

/// <summary>What happens while a drain runs. It is held by a member whose write keeps the draining thread.</summary>
public sealed class RoomDrainTests : IAsyncLifetime
{
    private readonly int _blocks = Block.Outstanding;
    private readonly World _world = new(options =>
    {
        options.InboxMessages = 10;
        options.OutboxBytes = 4096;
    });
    private readonly BlockingStream _gate = new();
    private GatedStream _stream = null!;
    private DirectoryEntry _blocker = null!;
    private DirectoryEntry _reader = null!;
    private Room _room = null!;
    private Task _drain = null!;

    public async Task InitializeAsync()
    {
        _blocker = _world.Join("r", _gate);
        (_reader, _stream) = _world.Join("r");
        _room = _world.Rooms.Find("r")!;
        _drain = Task.Run(() => _world.Publisher.PublishAsync("r", "first", default).AsTask());
        await _gate.Entered.Soon();
    }

    public async Task DisposeAsync()
    {
        _gate.Open();
        await _drain.Soon();
        await _blocker.Connection.Outbox.DetachAsync().Soon();
        await _reader.Connection.Outbox.DetachAsync().Soon();
        _world.Dispose();
        _gate.Dispose();
        Block.Outstanding.Should().Be(_blocks, "every block is released");
    }

    [Fact]
    public async Task PublishAsync_DrainRuns_ReturnsAtOnceAndIsDeliveredAsOneBatch()
    {
        for (var i = 2; i <= 6; i++) (await _world.Publisher.PublishAsync("r", $"{i}", default).Soon()).Should().Be(i);
        _stream.Writes.Should().BeEmpty("the drain has not come to this member");

        _gate.Open();

        await _stream.WaitForFramesAsync(6).Soon();
        _stream.Frames.Select(frame => frame.Text).Should().Equal("first", "2", "3", "4", "5", "6");
        _stream.Writes.Should().HaveCount(2, "what gathered is one batch");
    }

    [Theory]
    [InlineData(9, nameof(PostResult.Posted))]
    [InlineData(10, nameof(PostResult.Posted))]
    [InlineData(11, nameof(PostResult.Full))]
    public async Task TryPost_DrainRuns_MessagesAreLimited(int count, string expected)
    {
        for (var i = 1; i < count; i++) _room.TryPost("x", true, null, out _).Should().Be(PostResult.Posted);

        _room.TryPost("last", true, null, out var offset).ToString().Should().Be(expected);

        offset.Should().Be(expected == nameof(PostResult.Full) ? 0 : count + 1, "a refused message takes no offset");
        await FinishAsync();
    }

    [Theory]
    [InlineData(1023, nameof(PostResult.Posted))]
    [InlineData(1024, nameof(PostResult.Posted))]
    [InlineData(1025, nameof(PostResult.Full))]
    public async Task TryPost_DrainRuns_BytesAreLimitedToAQuarterOfAnOutbox(int bytes, string expected)
    {
        _room.TryPost(new string('x', 500), true, null, out _); // 504 with its header

        _room.TryPost(new string('x', bytes - 504), true, null, out _).ToString().Should().Be(expected);
        await FinishAsync();
    }

    [Fact]
    public async Task TryPost_InboxIsEmpty_TakesAnyMessage()
    {
        _room.TryPost(new string('x', 3000), true, null, out _).Should().Be(PostResult.Posted);
        _room.TryPost("", true, null, out _).Should().Be(PostResult.Full);
        await FinishAsync();
    }

    [Fact]
    public async Task PublishAsync_InboxIsFull_WaitsForAPlace()
    {
        for (var i = 0; i < 10; i++) await _world.Publisher.PublishAsync("r", "x", default).Soon();

        var eleventh = _world.Publisher.PublishAsync("r", "y", default).AsTask();
        var place = _room.WaitForPlaceAsync();
        (eleventh.IsCompleted, place.IsCompleted).Should().Be((false, false));
        _gate.Open();

        await place.Soon();
        (await eleventh.Soon()).Should().Be(12);
        await _stream.WaitForFramesAsync(12).Soon();
        _stream.Frames[^1].Text.Should().Be("y");
    }

    [Fact]
    public async Task PublishAsync_CancelledWhileItWaits_IsNotPublished()
    {
        for (var i = 0; i < 10; i++) await _world.Publisher.PublishAsync("r", "x", default).Soon();
        using var cancel = new CancellationTokenSource();
        var eleventh = _world.Publisher.PublishAsync("r", "never", cancel.Token).AsTask();

        await cancel.CancelAsync();

        await FluentActions.Awaiting(() => eleventh.Soon()).Should().ThrowAsync<OperationCanceledException>();
        await FinishAsync();
        (await _world.Publisher.PublishAsync("r", "next", default).Soon()).Should().Be(12, "it took no offset");
        await _stream.WaitForFramesAsync(12).Soon();
        _stream.Frames.Should().NotContain(frame => frame.Text == "never");
    }

    [Fact]
    public async Task TryRetire_DrainRuns_IsRefused()
    {
        _world.Directory.Remove(_blocker);
        _world.Directory.Remove(_reader);
        _room.Members.Count.Should().Be(0);

        _room.TryRetire().Should().BeFalse("a message is being delivered");

        await FinishAsync();
    }

    [Fact]
    public void WaitForPlaceAsync_InboxIsEmpty_IsCompleted() => _room.WaitForPlaceAsync().IsCompleted.Should().BeTrue();

    private async Task FinishAsync()
    {
        _gate.Open();
        await _drain.Soon();
        while (!_room.WaitForPlaceAsync().IsCompleted)
        {
            _room.Flush();
            await _room.WaitForPlaceAsync().Soon();
        }
    }
}
