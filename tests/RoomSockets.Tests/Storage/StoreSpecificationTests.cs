using RoomSockets.Testing;

namespace RoomSockets.Tests.Storage;

/// <summary>The specification itself: it notices, it says what, and it cleans up.</summary>
public sealed class StoreSpecificationTests
{
    private const string Order = "Append: offsets are contiguous from 1, in order, in a room that comes into being";

    private readonly FakeClock _clock = new();
    private int _released;

    [Fact]
    public async Task RunAsync_PromiseIsBroken_SaysWhatWasPromisedAndSeen()
    {
        var run = () => Create(alertsPerRoom: 4).RunAsync(Order);

        (await run.Should().ThrowAsync<SpecificationFailedException>().Soon()).WithMessage("""*Promised: what was appended is there in order (["a", "b", "c", "d", "e"]) Seen: ["b", "c", "d", "e"]*""");
        _released.Should().Be(1);
    }

    [Fact]
    public async Task RunAsync_PromiseIsKept_FreesTheStore()
    {
        await Create(alertsPerRoom: 5).RunAsync(Order).Soon();

        _released.Should().Be(1);
    }

    [Fact]
    public async Task RunAsync_UnknownCase_IsAnError()
    {
        var run = () => Create(alertsPerRoom: 5).RunAsync("Append: nothing of the kind");

        await run.Should().ThrowAsync<KeyNotFoundException>().Soon();
    }

    private StoreSpecification Create(int alertsPerRoom) => new(() => new ValueTask<StoreUnderTest>(
        MemoryStores.Create(_clock, options => options.AlertsPerRoom = alertsPerRoom) with { Release = ReleaseAsync }));

    private ValueTask ReleaseAsync()
    {
        _released++;
        return ValueTask.CompletedTask;
    }
}
