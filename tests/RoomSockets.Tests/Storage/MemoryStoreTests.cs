using RoomSockets.Testing;

namespace RoomSockets.Tests.Storage;

/// <summary>The store in memory keeps what every store promises.</summary>
public sealed class MemoryStoreTests
{
    private readonly FakeClock _clock = new();

    public static IEnumerable<object[]> Cases => StoreSpecification.Cases.Select(static name => new object[] { name });

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Store_Keeps(string promise)
    {
        var specification = new StoreSpecification(() => new ValueTask<StoreUnderTest>(MemoryStores.Create(TimeProvider.System, options => options.AlertsPerRoom = 1000)));

        await specification.RunAsync(promise).Soon();
    }

    [Fact]
    public async Task GetOrAddExternalAsync_ManyOfOneName_GetNamesOfTheirOwn()
    {
        var store = MemoryStores.Create(_clock);
        await store.Users.AddAsync("ann-20", "h", default);

        for (var i = 0; i < 50; i++) await store.Users.GetOrAddExternalAsync($"{i}", "Ann", default);

        (await store.Users.GetOrAddExternalAsync("1", null, default)).User.Name.Should().Be("Ann-2");
        (await store.Users.GetOrAddExternalAsync("49", null, default)).User.Name.Should().StartWith("Ann-");
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(1_000_000, true)]
    [InlineData(1_000_001, false)]
    public void Options_OutOfBounds_AreRefused(int alertsPerRoom, bool isRight)
    {
        var check = () => new MemoryStoreOptions { AlertsPerRoom = alertsPerRoom }.Check();

        if (isRight) check.Should().NotThrow();
        else check.Should().Throw<ArgumentOutOfRangeException>().WithMessage("*AlertsPerRoom*between 1 and 1000000*");
    }

    [Fact]
    public void Options_SeveralOutOfBounds_AreNamedAtOnce()
    {
        var check = () => new MemoryStoreOptions { Rooms = 0, Tokens = -1 }.Check();

        check.Should().Throw<ArgumentOutOfRangeException>().WithMessage("*MemoryStoreOptions.Rooms is 0*MemoryStoreOptions.Tokens is -1*");
    }
}
