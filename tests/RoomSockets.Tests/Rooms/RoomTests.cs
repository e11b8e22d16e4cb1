namespace RoomSockets.Tests;

public sealed class RoomTests : IDisposable
{
    private readonly int _blocks = Block.Outstanding;
    private readonly World _world = new();

    public void Dispose()
    {
        _world.Dispose();
        Block.Outstanding.Should().Be(_blocks, "every block is released");
    }

    [Fact]
    public async Task PublishAsync_EachMember_GetsItFramed()
    {
        var (_, one) = _world.Join("r");
        var (_, two) = _world.Join("r");

        (await _world.Publisher.PublishAsync("r", "hi", default).Soon()).Should().Be(1);

        one.Writes.Should().ContainSingle().Which.Should().Equal(0x81, 2, (byte)'h', (byte)'i');
        two.Writes.Should().BeEquivalentTo(one.Writes);
    }

    [Fact]
    public async Task PublishAsync_OtherRooms_HearNothing()
    {
        var (_, other) = _world.Join("R");

        await _world.Publisher.PublishAsync("r", "hi", default).Soon();

        other.Writes.Should().BeEmpty();
    }

    [Fact]
    public async Task PublishAsync_OneAfterAnother_OffsetsAreContiguousFromOne()
    {
        for (var i = 1; i <= 5; i++)
        {
            (await _world.Publisher.PublishAsync("r", "x", default).Soon()).Should().Be(i);
            await _world.Publisher.SendAsync("r", "not numbered", null, default).Soon();
            (await _world.Publisher.PublishAsync("other", "x", default).Soon()).Should().Be(i, "rooms count for themselves");
        }
    }

    [Fact]
    public async Task SendAsync_Binary_IsABinaryFrame()
    {
        var (_, stream) = _world.Join("r");

        await _world.Publisher.SendAsync("r", MessageData.Binary(new byte[] { 0, 255 }), null, default).Soon();

        stream.Writes.Should().ContainSingle().Which.Should().Equal(0x82, 2, 0, 255);
    }

    [Fact]
    public async Task SendAsync_NoSuchRoom_MakesNone()
    {
        await _world.Publisher.SendAsync("r", "x", null, default).Soon();

        _world.Rooms.Count.Should().Be(0);
    }

    [Fact]
    public async Task PublishAsync_TooLargeForAnOutbox_IsRefused()
    {
        var limit = _world.Options.OutboxBytes - 10;

        (await _world.Publisher.PublishAsync("r", MessageData.Text(new string('x', limit - 1)), default).Soon()).Should().Be(1);
        (await _world.Publisher.PublishAsync("r", MessageData.Text(new string('x', limit)), default).Soon()).Should().Be(2);
        await FluentActions.Awaiting(() => _world.Publisher.PublishAsync("r", MessageData.Text(new string('x', limit + 1)), default).Soon())
            .Should().ThrowAsync<ArgumentException>().WithMessage("*RoomSocketsOptions.OutboxBytes*");
    }

    [Fact]
    public void TryPost_WithoutFlush_IsNotDelivered()
    {
        var (_, stream) = _world.Join("r");
        var room = _world.Rooms.Find("r")!;
        room.TryPost("a", true, null, out _);
        room.TryPost("b", true, null, out _);
        stream.Writes.Should().BeEmpty();

        room.Flush();

        stream.Writes.Should().ContainSingle("what one read brought is delivered together");
        stream.Frames.Select(frame => frame.Text).Should().Equal("a", "b");
    }

    [Fact]
    public void TryPost_BytesChangeLater_DeliversWhatWasPosted()
    {
        var (_, stream) = _world.Join("r");
        var room = _world.Rooms.Find("r")!;
        var bytes = "before"u8.ToArray();
        room.TryPost(MessageData.Utf8(bytes), true, null, out _);
        bytes.AsSpan().Fill((byte)'x');

        room.Flush();

        stream.Frames.Should().ContainSingle().Which.Text.Should().Be("before");
    }

    [Fact]
    public async Task PublishAsync_OneMemberReadsNothing_TheOthersGetAll()
    {
        _world.Options.OutboxMessages = 5;
        var (slow, slowStream) = _world.Join("r");
        var (_, stream) = _world.Join("r");
        slowStream.Hold();

        for (var i = 0; i < 20; i++) await _world.Publisher.PublishAsync("r", $"{i}", default).Soon();

        stream.Frames.Should().HaveCount(20);
        slow.Connection.Reason!.Cause.Should().Be(CloseCause.TooSlow);
        _world.Rooms.Find("r")!.Members.Count.Should().Be(1);
        slowStream.Release();
        await slow.Connection.Outbox.WhenIdleAsync().Soon();
        slowStream.Frames.Select(frame => frame.Opcode).Should().Equal(1, 8);
        slowStream.Frames[^1].Code.Should().Be(1013);
    }
}
