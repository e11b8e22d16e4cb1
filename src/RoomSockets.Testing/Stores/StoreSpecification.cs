namespace RoomSockets.Testing;

/// <summary>
/// What every store promises, as cases that any test framework can run: each name of <see cref="Cases"/> is a test that calls
/// <see cref="RunAsync"/>. A case throws <see cref="SpecificationFailedException"/> where a promise is broken.
/// </summary>
/// <param name="create">Creates an empty store; called once for each case.</param>
/// <remarks>
/// A store that keeps only a window of each room must keep at least 1,000 alerts of a room and of all rooms here: the bounds of
/// its window are its own affair, and tests of its own.
/// </remarks>
public sealed class StoreSpecification(Func<ValueTask<StoreUnderTest>> create)
{
    private static readonly Dictionary<string, Func<StoreUnderTest, Task>> All =
        new[] { RoomCases.All, AppendCases.All, BatchCases.All, ReadCases.All, RedactCases.All, UserCases.All, TokenCases.All, TicketCases.All }
            .SelectMany(static cases => cases)
            .ToDictionary(static one => one.Name, static one => one.RunAsync, StringComparer.Ordinal);

    /// <summary>The names of all cases.</summary>
    public static IReadOnlyCollection<string> Cases => All.Keys;

    /// <summary>Runs one case on a store of its own.</summary>
    /// <param name="name">One of <see cref="Cases"/>.</param>
    /// <exception cref="SpecificationFailedException">The store broke a promise.</exception>
    /// <exception cref="KeyNotFoundException">There is no such case.</exception>
    public async Task RunAsync(string name)
    {
        var run = All[name];
        await using var store = await create();
        await run(store);
    }
}

/// <summary>A promise and how it is tried.</summary>
internal readonly record struct SpecificationCase(string Name, Func<StoreUnderTest, Task> RunAsync);
