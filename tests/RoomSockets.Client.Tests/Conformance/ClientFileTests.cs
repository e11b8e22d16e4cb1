using System.Text.Json;

namespace RoomSockets.Client.Tests;

/// <summary>What every client of the protocol does, see docs/protocol/README.md.</summary>
public sealed class ClientFileTests
{
    private static readonly Dictionary<string, JsonElement> All = ReadCases();

    public static TheoryData<string> Names => [.. All.Keys];

    [Fact]
    public void File_IsThere_AndHasCases() => All.Should().HaveCountGreaterThan(30, "docs/protocol/client.json is the contract");

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Client_Case_IsKept(string name)
    {
        var steps = All[name].GetProperty("steps");
        await using var runner = new Runner(steps);
        var number = 0;
        foreach (var step in steps.EnumerateArray())
        {
            number++;
            try
            {
                await runner.RunAsync(step);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"Step {number}, {step}: {failure.Message}", failure);
            }
        }
    }

    private static Dictionary<string, JsonElement> ReadCases()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "client.json");
        if (!File.Exists(file)) return [];
        return JsonElement.Parse(File.ReadAllText(file)).GetProperty("cases").EnumerateArray().ToDictionary(item => item.GetProperty("name").GetString()!);
    }
}
