namespace RoomSockets.Tests;

public sealed class RoomDirectoryTests : IDisposable
{
    private readonly World _world = new(options =>
    {
        options.MaxRoomsPerConnection = 3;
        options.MaxRooms = 5;
    });

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Add_Entry_IsFoundByIdUserAndToken()
    {
        var entry = _world.Add("anna", "t1");
        var second = _world.Add("anna", "t2");
        var anonymous = _world.Add();

        _world.Directory.Find(entry.Connection.Id).Should().BeSameAs(entry);
        _world.Directory.FindUser("anna").Should().BeEquivalentTo([entry, second]);
        _world.Directory.Revoke("t2").Should().Equal(second);
        _world.Directory.FindUser("Anna").Should().BeEmpty("ids are opaque");
        _world.Directory.Find("c_nobody").Should().BeNull();
        (_world.Directory.Connections, _world.Directory.Users).Should().Be((3, 1));
        _world.Directory.All.Should().BeEquivalentTo([entry, second, anonymous]);
    }

    [Fact]
    public void Remove_Entry_TakesItOutOfEverything()
    {
        var entry = _world.Add("anna", "t1");
        _world.Directory.Join(entry, "a");
        _world.Directory.Join(entry, "b");

        _world.Directory.Remove(entry).Should().BeTrue();

        (_world.Directory.Connections, _world.Directory.Users).Should().Be((0, 0));
        _world.Directory.Find(entry.Connection.Id).Should().BeNull();
        _world.Directory.FindUser("anna").Should().BeEmpty();
        _world.Directory.Revoke("t1").Should().BeEmpty();
        _world.Rooms.Occupied.Should().BeEmpty();
        entry.Rooms.Select(room => room.Name).Should().Equal(["a", "b"], "the handler is told of each");
        entry.Find("a").Should().BeNull("it is no member any more");
    }

    [Fact]
    public async Task Remove_ManyCallers_OneGetsTrue()
    {
        for (var round = 0; round < 200; round++)
        {
            var entry = _world.Add("anna");
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => _world.Directory.Remove(entry)))).Soon();
            answers.Count(answer => answer).Should().Be(1);
        }
    }

    [Fact]
    public void Join_Rooms_AreLimitedForAConnection()
    {
        var entry = _world.Add();
        for (var i = 1; i <= 3; i++) _world.Directory.Join(entry, $"{i}").Should().Be(JoinResult.Joined);

        _world.Directory.Join(entry, "4").Should().Be(JoinResult.TooManyRooms);

        _world.Rooms.Find("4").Should().BeNull("a refused join makes no room");
        _world.Directory.Leave(entry, "2").Should().BeTrue();
        _world.Directory.Join(entry, "4").Should().Be(JoinResult.Joined);
        entry.Rooms.Select(room => room.Name).Should().Equal("1", "3", "4");
    }

    [Fact]
    public void Join_Twice_IsAMemberAlready()
    {
        var entry = _world.Add();
        _world.Directory.Join(entry, "r");

        _world.Directory.Join(entry, "r").Should().Be(JoinResult.AlreadyMember);

        _world.Rooms.Find("r")!.Members.Count.Should().Be(1);
        entry.Rooms.Should().ContainSingle();
    }

    [Fact]
    public void Join_NoRoomIsFree_IsUnavailable()
    {
        for (var i = 1; i <= 5; i++) _world.Join($"{i}");

        _world.Directory.Join(_world.Add(), "6").Should().Be(JoinResult.RoomUnavailable);
    }

    [Fact]
    public void Join_AfterTheEnd_IsNotConnected()
    {
        var entry = _world.Add();
        _world.Directory.Remove(entry);

        _world.Directory.Join(entry, "r").Should().Be(JoinResult.NotConnected);

        _world.Rooms.Count.Should().Be(0);
    }

    [Fact]
    public void Join_RoomIsRetiredMeanwhile_TakesTheNewOne()
    {
        var entry = _world.Add();
        var old = _world.Rooms.GetOrAdd("r")!;
        old.TryRetire().Should().BeTrue();
        var fresh = new Room("r", _world.Shared, _ => { });
        var found = new Queue<Room>([old, fresh]);

        entry.Join("r", 3, _ => found.Dequeue()).Should().Be(JoinResult.Joined);

        entry.Find("r").Should().BeSameAs(fresh);
    }

    [Fact]
    public void Leave_AMember_LeavesOnce()
    {
        var entry = _world.Add();
        _world.Directory.Join(entry, "r");

        _world.Directory.Leave(entry, "other").Should().BeFalse();
        _world.Directory.Leave(entry, "r").Should().BeTrue();
        _world.Directory.Leave(entry, "r").Should().BeFalse();

        entry.Rooms.Should().BeEmpty();
        _world.Rooms.Find("r")!.Members.Count.Should().Be(0);
    }

    [Fact]
    public void Leave_AfterTheEnd_IsFalse()
    {
        var entry = _world.Add();
        _world.Directory.Join(entry, "r");
        _world.Directory.Remove(entry);

        _world.Directory.Leave(entry, "r").Should().BeFalse("the end told the handler of each room");
    }

    [Fact]
    public async Task JoinAndRemove_AtTheSameTime_LeaveNoGhost()
    {
        for (var round = 0; round < 300; round++)
        {
            var entry = _world.Add();
            await Task.WhenAll(Task.Run(() => _world.Directory.Join(entry, "r")), Task.Run(() => _world.Directory.Remove(entry))).Soon();
            _world.Rooms.Occupied.Should().BeEmpty("round {0}", round);
        }
    }
}
