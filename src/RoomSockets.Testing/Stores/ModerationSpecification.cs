namespace RoomSockets.Testing;

/// <summary>
/// What every store of moderation promises, as cases that any test framework can run: each name of <see cref="Cases"/> is a test that
/// calls <see cref="RunAsync"/>. A case throws <see cref="SpecificationFailedException"/> where a promise is broken.
/// </summary>
/// <param name="create">Creates an empty store, which reads the time from the clock that it is given; called once for each case.</param>
public sealed class ModerationSpecification(Func<TimeProvider, ValueTask<ModerationStoreUnderTest>> create)
{
    private static readonly Dictionary<string, Func<ModerationStoreUnderTest, TestClock, Task>> All =
        ModerationCases.All.Concat(AuditCases.All).ToDictionary(static one => one.Name, static one => one.RunAsync, StringComparer.Ordinal);

    /// <summary>The names of all cases.</summary>
    public static IReadOnlyCollection<string> Cases => All.Keys;

    /// <summary>Runs one case on a store of its own.</summary>
    /// <param name="name">One of <see cref="Cases"/>.</param>
    /// <exception cref="SpecificationFailedException">The store broke a promise.</exception>
    /// <exception cref="KeyNotFoundException">There is no such case.</exception>
    public async Task RunAsync(string name)
    {
        var run = All[name];
        var clock = new TestClock();
        await using var store = await create(clock);
        await run(store, clock);
    }
}

/// <summary>An empty store for one case of the specification.</summary>
/// <param name="Moderation">The store.</param>
/// <param name="Release">Frees it when the case is over; null for nothing to free.</param>
public sealed record ModerationStoreUnderTest(IModerationStore Moderation, Func<ValueTask>? Release = null) : IAsyncDisposable
{
    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Release is { } release) await release();
    }
}

/// <summary>A promise and how it is tried.</summary>
internal readonly record struct ModerationCase(string Name, Func<ModerationStoreUnderTest, TestClock, Task> RunAsync);
