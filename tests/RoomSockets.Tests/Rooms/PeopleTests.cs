namespace RoomSockets.Tests;

/// <summary>
/// Who is in a room, and what the others are told. Whoever takes a snapshot and follows the changes must always end with the truth:
/// that is what the model at the end checks.
/// </summary>
public sealed class PeopleTests
{
    private readonly RoomSocketsOptions _options = new() { PresenceLimit = 10 };
    private readonly FakeClock _clock = new();
    private readonly Statuses _statuses = new();
    private readonly People _people;

    public PeopleTests() => _people = new People(_options, _statuses, _clock);

    [Fact]
    public void TakeChange_DevicesOfAUser_AreOneUser()
    {
        _people.Enter("ann", "Ann");
        _people.Enter("ann", "Ann");
        var change = _people.TakeChange()!;
        change.Joined.Select(static person => person.Told).Should().Equal(new PresentUser("ann", "Ann", 2, "online"));
        change.Count.Should().Be(1);

        _people.Leave("ann");
        _people.TakeChange()!.Changed.Single().Told!.Devices.Should().Be(1);
        _people.TakeChange().Should().BeNull();
        _people.HasNews.Should().BeFalse();
    }

    [Theory]
    [InlineData(4.9, false)]
    [InlineData(5.0, true)]
    public void TakeChange_AfterTheLastDevice_WaitsForTheGrace(double seconds, bool isTold)
    {
        _people.Enter("ann", null);
        _people.TakeChange();
        _people.Leave("ann");
        var wentAt = _clock.GetUtcNow();

        _people.TakeChange().Should().BeNull();
        _people.HasNews.Should().BeTrue("there will be something to tell");
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        var change = _people.TakeChange();

        (change is not null).Should().Be(isTold);
        if (change is null) return;
        (change.Left.Single().Id, change.Left.Single().LastSeen, change.Count).Should().Be(("ann", wentAt, 0));
        _people.HasNews.Should().BeFalse();
    }

    [Fact]
    public void TakeChange_BackWithinTheGrace_IsNoNews()
    {
        _people.Enter("ann", null);
        _people.TakeChange();
        for (var i = 0; i < 10; i++)
        {
            _people.Leave("ann");
            _clock.Advance(TimeSpan.FromSeconds(4));
            _people.TakeChange().Should().BeNull();
            _people.Enter("ann", null);
            _people.TakeChange().Should().BeNull();
        }
    }

    [Fact]
    public void TakeChange_OfNobody_IsACount()
    {
        _people.Enter(null, null);
        _people.Enter(null, null);

        var change = _people.TakeChange()!;

        (change.Count, change.IsEmpty, change.IsListed).Should().Be((2, true, true));
        _people.Leave(null);
        _people.TakeChange()!.Count.Should().Be(1);
    }

    [Fact]
    public void TakeChange_AStatusThereAndBack_IsNoNews()
    {
        _people.Enter("ann", null);
        _people.TakeChange();

        SetStatus("ann", "away");
        SetStatus("ann", "online");
        _people.TakeChange().Should().BeNull();
        SetStatus("ann", "away");

        _people.TakeChange()!.Changed.Single().Told!.Status.Should().Be("away");
    }

    [Fact]
    public void TakeChange_AtTheLimit_IsAListAndAboveItANumber()
    {
        for (var i = 0; i < 10; i++) _people.Enter($"u{i}", null);
        _people.TakeChange()!.Joined.Should().HaveCount(10);
        _people.Enter("u10", null);
        _people.List().Should().BeNull();
        Crowd(_people.TakeChange()).Should().Be(11);
        SetStatus("u0", "away");
        _people.TakeChange().Should().BeNull("nobody is named");
    }

    [Fact]
    public void TakeChange_WellBelowTheLimitAgain_ListsEverybody()
    {
        _options.PresenceGrace = TimeSpan.Zero;
        for (var i = 0; i < 11; i++) _people.Enter($"u{i}", null);
        Crowd(_people.TakeChange()).Should().Be(11);
        for (var i = 10; i > 8; i--)
        {
            _people.Leave($"u{i}");
            Crowd(_people.TakeChange()).Should().Be(i);
        }

        _people.Leave("u8");
        var change = _people.TakeChange()!;

        change.IsListed.Should().BeTrue();
        change.Joined.Select(static person => person.Id).Should().BeEquivalentTo(Enumerable.Range(0, 8).Select(static i => $"u{i}"));
        _people.List().Should().HaveCount(8);
    }

    /// <summary>A seed each: 300 steps of coming, going, changing and looking; whoever looked knows the truth when all is told.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Snapshots_WithTheChangesAfterThem_EndWithTheTruth(int seed)
    {
        _options.PresenceLimit = 5;
        var story = new PeopleStory(_people, _statuses, seed);
        for (var step = 0; step < 300; step++)
        {
            story.Step();
            if (step % 7 == 0) _clock.Advance(TimeSpan.FromSeconds(2));
            if (step % 3 == 0) story.Tell();
            if (step % 50 != 49) continue;
            _clock.Advance(TimeSpan.FromSeconds(6));
            story.Tell();
            story.Check();
        }
    }

    private static int Crowd(PresenceChange? change)
    {
        change.Should().NotBeNull();
        (change!.IsListed, change.IsEmpty).Should().Be((false, true));
        return change.Count;
    }

    private void SetStatus(string user, string status)
    {
        _statuses.Set(user, status, static () => true);
        _people.Note(user);
    }
}
