namespace RoomSockets.Tests;

public sealed class EntryIndexTests : IDisposable
{
    private readonly World _world = new();
    private readonly EntryIndex _index = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Find_SeveralEntries_FindsAllOfTheKey()
    {
        var (one, two, other) = (_world.Add(), _world.Add(), _world.Add());
        _index.Add("a", one);
        _index.Add("a", two);
        _index.Add("b", other);

        _index.Find("a").Should().BeEquivalentTo([one, two]);
        _index.Find("A").Should().BeEmpty();
        _index.Count.Should().Be(2);
    }

    [Fact]
    public void Remove_TheLastOfAKey_ForgetsTheKey()
    {
        var (one, two) = (_world.Add(), _world.Add());
        _index.Add("a", one);
        _index.Add("a", two);

        _index.Remove("a", one);
        (_index.Count, _index.Find("a").Single()).Should().Be((1, two));
        _index.Remove("a", two);

        _index.Count.Should().Be(0);
        _index.Find("a").Should().BeEmpty();
    }

    [Fact]
    public void Remove_Unknown_ChangesNothing()
    {
        var entry = _world.Add();
        _index.Add("a", entry);

        _index.Remove("a", _world.Add());
        _index.Remove("b", entry);

        _index.Find("a").Should().Equal(entry);
    }

    [Fact]
    public void Add_WithoutKey_IsNotIndexed()
    {
        var entry = _world.Add();

        _index.Add(null, entry);
        _index.Remove(null, entry);

        _index.Count.Should().Be(0);
    }
}
