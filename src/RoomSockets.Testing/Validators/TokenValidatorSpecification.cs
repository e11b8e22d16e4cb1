namespace RoomSockets.Testing;

/// <summary>
/// What every token validator promises, as cases that any test framework can run: each name of <see cref="Cases"/> is a test that
/// calls <see cref="RunAsync"/>. A case asks the validator through a host with real handshakes, and throws
/// <see cref="SpecificationFailedException"/> where a promise is broken.
/// </summary>
/// <param name="create">Creates a validator with tokens of its own; called once for each case.</param>
/// <remarks>What becomes of a validator that throws or takes too long is the library's affair: the handshake is refused with 503.</remarks>
public sealed class TokenValidatorSpecification(Func<ValueTask<ValidatorUnderTest>> create)
{
    private static readonly Dictionary<string, Func<ValidatorHost, Task>> All =
        GoodTokenCases.All.Concat(BadTokenCases.All).ToDictionary(static one => one.Name, static one => one.RunAsync, StringComparer.Ordinal);

    /// <summary>The names of all cases.</summary>
    public static IReadOnlyCollection<string> Cases => All.Keys;

    /// <summary>Runs one case on a validator of its own.</summary>
    /// <param name="name">One of <see cref="Cases"/>.</param>
    /// <exception cref="SpecificationFailedException">The validator broke a promise.</exception>
    /// <exception cref="KeyNotFoundException">There is no such case.</exception>
    public async Task RunAsync(string name)
    {
        var run = All[name];
        await using var validator = await create();
        await using var host = await ValidatorHost.StartAsync(validator);
        await run(host);
    }
}

/// <summary>A promise of a validator and how it is tried.</summary>
internal readonly record struct ValidatorCase(string Name, Func<ValidatorHost, Task> RunAsync);
