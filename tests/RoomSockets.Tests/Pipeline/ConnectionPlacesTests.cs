namespace RoomSockets.Tests;

/// <summary>One connection too many closes the oldest: at no time more than the limit are open.</summary>
public sealed class ConnectionPlacesTests
{
    private const int Limit = 3;

    [Fact]
    public void Settle_UpToTheLimit_ClosesNobody()
    {
        using var world = new World();
        var places = new ConnectionPlaces(Limit, ConnectionLimitMode.CloseOldest);

        var inside = Enumerable.Range(0, Limit).Select(_ => Enter(places, world)).ToList();

        inside.Should().OnlyContain(connection => connection.Reason == null);
    }

    [Fact]
    public void Settle_OneMore_ClosesTheOldestAndNoOther()
    {
        using var world = new World();
        var places = new ConnectionPlaces(Limit, ConnectionLimitMode.CloseOldest);
        var inside = Enumerable.Range(0, Limit).Select(_ => Enter(places, world)).ToList();

        inside.Add(Enter(places, world));
        inside.Add(Enter(places, world));

        inside.Select(connection => connection.Reason is null).Should().Equal(false, false, true, true, true);
        inside[0].Reason.Should().Be(CloseReason.TooManyConnections);
        inside[0].Reason!.ToString().Should().Be("TooManyConnections (1008, \"too many connections\")");
    }

    [Fact]
    public void Settle_OfOthers_ClosesNobodyElse()
    {
        using var world = new World();
        var places = new ConnectionPlaces(1, ConnectionLimitMode.CloseOldest);
        var other = Enter(places, world, "ben");

        var (first, second) = (Enter(places, world), Enter(places, world));

        (first.Reason is null, second.Reason is null, other.Reason is null).Should().Be((false, true, true));
    }

    [Fact]
    public void Give_AnOldOne_LeavesItsPlaceToTheNext()
    {
        using var world = new World();
        var places = new ConnectionPlaces(Limit, ConnectionLimitMode.CloseOldest);
        var inside = Enumerable.Range(0, Limit).Select(_ => Enter(places, world)).ToList();

        places.Give("ann", inside[0]);
        inside.Add(Enter(places, world));

        inside.Should().OnlyContain(connection => connection.Reason == null, "one had gone by itself");
    }

    [Fact]
    public void Settle_WhileOneSaysGoodbye_ClosesNobodyForIt()
    {
        using var world = new World();
        var places = new ConnectionPlaces(Limit, ConnectionLimitMode.CloseOldest);
        var inside = Enumerable.Range(0, Limit).Select(_ => Enter(places, world)).ToList();

        inside[1].Close(CloseReason.TokenRevoked);
        inside.Add(Enter(places, world));

        inside.Select(connection => connection.Reason is null).Should().Equal(true, false, true, true);
        foreach (var connection in inside) places.Give("ann", connection);
        places.Count.Should().Be(0);
    }

    [Fact]
    public void TryTake_WhileMostKnockOrSayGoodbye_IsBounded()
    {
        var places = new ConnectionPlaces(Limit, ConnectionLimitMode.CloseOldest);

        for (var i = 0; i < Limit + 16; i++) places.TryTake("ann").Should().BeTrue();

        places.TryTake("ann").Should().BeFalse("as many as that only knock");
        places.TryTake("ben").Should().BeTrue();
    }

    [Fact]
    public void TryTake_WhereNobodyIsClosed_EndsAtTheLimit()
    {
        using var world = new World();
        var places = new ConnectionPlaces(Limit, ConnectionLimitMode.Reject);
        var inside = Enumerable.Range(0, Limit).Select(_ => Enter(places, world)).ToList();

        places.TryTake("ann").Should().BeFalse();

        inside.Should().OnlyContain(connection => connection.Reason == null);
    }

    [Fact]
    public async Task Settle_ManyAtOnce_LeavesExactlyTheLimitAndNothingBehind()
    {
        using var world = new World();
        var places = new ConnectionPlaces(Limit, ConnectionLimitMode.CloseOldest);
        var most = 0;

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            var mine = new List<Connection>();
            for (var i = 0; i < 500; i++)
            {
                if (!places.TryTake("ann")) continue;
                var connection = world.NewConnection("ann");
                places.Settle("ann", connection);
                if (connection.Reason is null) Interlocked.Increment(ref most);
                mine.Add(connection);
                // Who was closed gives its place back, as its pipeline does in the end.
                foreach (var gone in mine.Where(one => one.Reason is not null).ToList())
                {
                    places.Give("ann", gone);
                    mine.Remove(gone);
                }
            }

            return mine;
        }))).Soon();

        var left = all.SelectMany(mine => mine).ToList();
        left.Count(connection => connection.Reason is null).Should().Be(Limit);
        foreach (var connection in left) places.Give("ann", connection);
        (places.Count, most > Limit).Should().Be((0, true));
    }

    private static Connection Enter(ConnectionPlaces places, World world, string user = "ann")
    {
        places.TryTake(user).Should().BeTrue();
        var connection = world.NewConnection(user);
        places.Settle(user, connection);
        return connection;
    }
}
