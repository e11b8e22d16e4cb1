namespace RoomSockets.FunctionalTests.Conformance;

/// <summary>Runs docs/protocol/server.json against this server.</summary>
public sealed class ServerConformanceTests
{
    public static TheoryData<string> CasesInMemory => [.. ConformanceCase.All.Where(one => !one.NeedsDatabase).Select(one => one.Name)];

    /// <summary>Those that need a database, and those in which a store has a say.</summary>
    public static TheoryData<string> CasesOnADatabase => [.. ConformanceCase.All.Where(one => one.NeedsDatabase || Uses(one, "since", "history", "key", "direct")).Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(CasesInMemory))]
    public Task Case_InMemory_IsKept(string name) => RunAsync(name, "Memory");

    [Theory]
    [MemberData(nameof(CasesOnADatabase))]
    public Task Case_OnADatabase_IsKept(string name) => RunAsync(name, "SQLite");

    [Fact]
    public void Names_OfCases_AreUnique() => ConformanceCase.All.Select(one => one.Name).Should().OnlyHaveUniqueItems().And.HaveCountGreaterThan(90);

    private static async Task RunAsync(string name, string store)
    {
        var steps = ConformanceCase.Find(name).Steps;
        await using var host = await ConformanceHost.StartAsync(store);
        await using var run = new ConformanceRun(host);
        for (var i = 0; i < steps.Count; i++)
        {
            try
            {
                await run.StepAsync(steps[i]);
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException($"'{name}', step {i + 1}: {steps[i].ToJsonString()}\n{fault.Message}", fault);
            }
        }
    }

    private static bool Uses(ConformanceCase one, params string[] words) => one.Steps.Any(step => words.Any(word => step.ToJsonString().Contains($"\"{word}\"", StringComparison.Ordinal)));
}
