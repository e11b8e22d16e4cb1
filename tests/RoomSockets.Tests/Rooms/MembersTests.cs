namespace RoomSockets.Tests;

public sealed class MembersTests : IDisposable
{
    private readonly World _world = new();
    private readonly Members _members = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Add_Twice_IsAMemberOnce()
    {
        var connection = _world.NewConnection();

        _members.Add(connection).Should().BeTrue();
        _members.Add(connection).Should().BeFalse();

        _members.Count.Should().Be(1);
        _members.Snapshot().Raw.Should().Equal(connection);
    }

    [Fact]
    public void Remove_TheLast_SaysSoOnce()
    {
        var (one, two) = (_world.NewConnection(), _world.NewConnection());
        _members.Add(one);
        _members.Add(two);

        _members.Remove(one, out var isEmpty).Should().BeTrue();
        isEmpty.Should().BeFalse();
        _members.Remove(two, out isEmpty).Should().BeTrue();
        isEmpty.Should().BeTrue();
        _members.Remove(two, out isEmpty).Should().BeFalse();
        isEmpty.Should().BeFalse("it was empty before");
        _members.Snapshot().Raw.Should().BeEmpty();
    }

    [Fact]
    public void Snapshot_NothingChanged_IsTheSameArray()
    {
        _members.Add(_world.NewConnection());

        _members.Snapshot().Should().BeSameAs(_members.Snapshot());
    }

    [Fact]
    public void Snapshot_ChangesLater_AreNotInIt()
    {
        var (one, two) = (_world.NewConnection(), _world.NewConnection());
        _members.Add(one);
        var before = _members.Snapshot().Raw;

        _members.Add(two);
        _members.Remove(one, out _);

        before.Should().Equal(one);
        _members.Snapshot().Raw.Should().Equal(two);
    }

    [Fact]
    public void TryRetire_WithMembers_IsRefused()
    {
        _members.Add(_world.NewConnection());

        _members.TryRetire().Should().BeFalse();

        _members.Add(_world.NewConnection()).Should().BeTrue();
    }

    [Fact]
    public void Add_Retired_IsNeitherNewNorMember()
    {
        _members.TryRetire().Should().BeTrue();

        _members.Add(_world.NewConnection()).Should().BeNull();
        _members.Count.Should().Be(0);
    }
}
