namespace RoomSockets.Tests;

public sealed class RoomExceptTests : IDisposable
{
    private readonly int _blocks = Block.Outstanding;
    private readonly World _world = new();
    private readonly (DirectoryEntry Entry, GatedStream Stream)[] _members;

    public RoomExceptTests() => _members = [.. Enumerable.Range(0, 3).Select(_ => _world.Join("r"))];

    public void Dispose()
    {
        _world.Dispose();
        Block.Outstanding.Should().Be(_blocks, "every block is released");
    }

    [Fact]
    public async Task SendAsync_Except_TheOthersGetIt()
    {
        await _world.Publisher.SendAsync("r", "hi", [Id(1), "c_nobody"], default).Soon();

        _members.Select(member => member.Stream.Frames.Count).Should().Equal(1, 0, 1);
    }

    [Fact]
    public async Task SendAsync_ExceptIsEmpty_AllGetIt()
    {
        await _world.Publisher.SendAsync("r", "hi", [], default).Soon();

        _members.Select(member => member.Stream.Frames.Count).Should().Equal(1, 1, 1);
    }

    [Fact]
    public void Flush_ExceptionsInABatch_EachMemberGetsItsOwnInOrder()
    {
        var room = _world.Rooms.Find("r")!;
        Post(room, "all");
        Post(room, "not0", 0);
        Post(room, "not01", 0, 1);
        Post(room, "all too");
        Post(room, "not2", 2);

        room.Flush();

        Texts(0).Should().Equal("all", "all too", "not2");
        Texts(1).Should().Equal("all", "not0", "all too", "not2");
        Texts(2).Should().Equal("all", "not0", "not01", "all too");
    }

    [Fact]
    public void Flush_RandomExceptions_EachMemberGetsItsOwnInOrder()
    {
        var random = new Random(20260105);
        var room = _world.Rooms.Find("r")!;
        var expected = new List<string>[] { [], [], [] };
        for (var i = 0; i < 300; i++)
        {
            var except = Enumerable.Range(0, 3).Where(_ => random.Next(3) == 0).ToArray();
            Post(room, $"{i}", except);
            for (var member = 0; member < 3; member++) if (!except.Contains(member)) expected[member].Add($"{i}");
            if (random.Next(8) == 0) room.Flush();
        }

        room.Flush();

        for (var member = 0; member < 3; member++) Texts(member).Should().Equal(expected[member]);
    }

    [Fact]
    public void TryPost_ListChangesLater_CountsAsItWas()
    {
        var room = _world.Rooms.Find("r")!;
        List<string> except = [Id(0)];
        room.TryPost("x", false, except, out _);
        except.Add(Id(1));

        room.Flush();

        _members.Select(member => member.Stream.Frames.Count).Should().Equal(0, 1, 1);
    }

    [Fact]
    public async Task Flush_ExceptionsForABusyMember_CountNoMoreMessagesThanThereAre()
    {
        using var world = new World(options => options.OutboxMessages = 3);
        var (entry, stream) = world.Join("r");
        stream.Hold();
        await world.Publisher.SendAsync("r", "pending", null, default).Soon();
        var room = world.Rooms.Find("r")!;
        room.TryPost("a", false, null, out _);
        room.TryPost("not for it", false, [entry.Connection.Id], out _);
        room.TryPost("b", false, null, out _);
        room.Flush();

        entry.Connection.Reason.Should().BeNull("two messages fit into a place for three");
        stream.Release();
        await entry.Connection.Outbox.WhenIdleAsync().Soon();
        stream.Frames.Select(frame => frame.Text).Should().Equal("pending", "a", "b");
    }

    private string Id(int member) => _members[member].Entry.Connection.Id;

    private void Post(Room room, string text, params int[] except) =>
        room.TryPost(text, false, [.. except.Select(Id)], out _).Should().Be(PostResult.Posted);

    private IEnumerable<string> Texts(int member) => _members[member].Stream.Frames.Select(frame => frame.Text);
}
