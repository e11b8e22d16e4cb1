using System.Reflection;

namespace RoomSockets.Tests;

public sealed class ConnectionLimitsTests
{
    private const int Limit = 3;
    private const string Address = "192.0.2.1";
    private readonly ConnectionLimits _limits = new(new RoomSocketsOptions
    {
        MaxHandshakes = Limit,
        MaxConnections = Limit,
        MaxConnectionsPerAddress = Limit,
        MaxConnectionsPerUser = Limit,
    });

    [Fact]
    public void TryBeginHandshake_AtTheLimit_IsRefusedUntilOneEnds() => Check(_limits.TryBeginHandshake, _limits.EndHandshake);

    [Fact]
    public void TryAddConnection_AtTheLimit_IsRefusedUntilOneEnds()
    {
        Check(_limits.TryAddConnection, _limits.RemoveConnection);

        _limits.Connections.Should().Be(0);
    }

    [Fact]
    public void TryAddAddress_AtTheLimit_IsRefusedUntilOneEnds()
    {
        Check(() => _limits.TryAddAddress(Address), () => _limits.RemoveAddress(Address));

        Entries("_addresses").Should().Be(0);
    }

    [Fact]
    public void TryAddUser_AtTheLimit_IsRefusedUntilOneEnds()
    {
        Check(() => _limits.TryAddUser("anna"), () => _limits.RemoveUser("anna"));

        Entries("_users").Should().Be(0);
    }

    [Fact]
    public void TryAddUser_OtherUsers_AreCountedForThemselves()
    {
        for (var i = 0; i < Limit; i++) _limits.TryAddUser("anna").Should().BeTrue();

        _limits.TryAddUser("Anna").Should().BeTrue();
        _limits.TryAddUser("ben").Should().BeTrue();
        _limits.TryAddUser("anna").Should().BeFalse();
    }

    [Fact]
    public void TryAdd_NobodyKnown_IsNotLimited()
    {
        for (var i = 0; i < Limit + 1; i++)
        {
            _limits.TryAddUser(null).Should().BeTrue();
            _limits.TryAddAddress(null).Should().BeTrue();
        }

        _limits.RemoveUser(null);
        _limits.RemoveAddress(null);
        (Entries("_users"), Entries("_addresses")).Should().Be((0, 0));
    }

    [Fact]
    public void Connections_WhileTheyLast_AreCounted()
    {
        _limits.TryAddConnection();
        _limits.TryAddConnection();

        _limits.Connections.Should().Be(2);
    }

    [Fact]
    public async Task TryAdd_ManyThreads_NeverExceedsTheLimitAndReturnsToZero()
    {
        var (connections, users) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 5000; i++)
            {
                if (_limits.TryAddConnection())
                {
                    Interlocked.Increment(ref connections).Should().BeLessThanOrEqualTo(Limit);
                    Interlocked.Decrement(ref connections);
                    _limits.RemoveConnection();
                }

                if (_limits.TryAddUser("anna"))
                {
                    Interlocked.Increment(ref users).Should().BeLessThanOrEqualTo(Limit);
                    Interlocked.Decrement(ref users);
                    _limits.RemoveUser("anna");
                }
            }
        }))).Soon();

        (_limits.Connections, Entries("_users")).Should().Be((0, 0));
        Check(() => _limits.TryAddUser("anna"), () => _limits.RemoveUser("anna"));
    }

    private static void Check(Func<bool> take, Action give)
    {
        for (var i = 1; i <= Limit; i++) take().Should().BeTrue("{0} of {1}", i, Limit);
        take().Should().BeFalse();
        take().Should().BeFalse("a refusal takes no place, and gives none");
        give();
        take().Should().BeTrue();
        take().Should().BeFalse();
        for (var i = 1; i <= Limit; i++) give();
    }

    private int Entries(string field) =>
        ((ConnectionPlaces)typeof(ConnectionLimits).GetField(field, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(_limits)!).Count;
}
