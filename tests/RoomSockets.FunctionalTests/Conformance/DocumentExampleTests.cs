using System.Diagnostics;
using RoomSockets.FunctionalTests.Documents;
using RoomSockets.FunctionalTests.Interop;

namespace RoomSockets.FunctionalTests.Conformance;

/// <summary>The first lines of docs/protocol.md, as they stand there.</summary>
public sealed class DocumentExampleTests
{
    private static readonly string Code = Document.Read("docs/protocol.md").Blocks("js").First();

    [Fact]
    public void Example_AsPromised_HasFifteenLines() => Code.Trim().Split('\n').Should().HaveCount(15);

    [InteropFact(node: true)]
    public async Task Example_OverRestarts_LosesAndDoublesNothing()
    {
        await using var host = await ConformanceHost.StartAsync("SQLite");
        using var page = Tools.Start("node", Path.Combine(Tools.Interop, "example.cjs"), Code);
        try
        {
            await MeetAsync(page, host);
            await SayAsync(page, "before");
            (await ReadAsync(page)).Should().Be("before");
            for (var round = 0; round < 3; round++)
            {
                await host.RestartAsync();
                await host.App.Rooms.PublishAsync("lobby", $"{round}: while it was away");
                await SayAsync(page, $"{round}: without a connection");
                await SayAsync(page, $"{round}: and once more");
                await MeetAsync(page, host);
                foreach (var text in new[] { "while it was away", "without a connection", "and once more" }) (await ReadAsync(page)).Should().Be($"{round}: {text}");
            }

            await SayAsync(page, "the end");
            (await ReadAsync(page)).Should().Be("the end", "nothing came twice");
        }
        finally
        {
            page.Kill(entireProcessTree: true);
        }
    }

    /// <summary>A restarted host listens on another port.</summary>
    private static Task MeetAsync(Process page, ConformanceHost host) => SayAsync(page, $"host {host.App.Http.Authority}");

    private static async Task SayAsync(Process page, string line)
    {
        await page.StandardInput.WriteLineAsync(line).WaitAsync(TestApp.Patience);
        await page.StandardInput.FlushAsync().WaitAsync(TestApp.Patience);
    }

    private static async Task<string?> ReadAsync(Process page)
    {
        var line = await page.StandardOutput.ReadLineAsync().WaitAsync(TestApp.Patience);
        return line ?? throw new InvalidOperationException($"The page has ended: {await page.StandardError.ReadToEndAsync().WaitAsync(TestApp.Patience)}");
    }
}
