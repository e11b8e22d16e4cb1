using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.FunctionalTests.Interop;

public sealed class InteropTests
{
    [InteropFact(python: true, node: true)]
    public async Task Room_OfPythonWscatAndClientWebSocket_IsOneRoom()
    {
        await using var app = await TestApp.StartAsync(map => map.MapRoomSockets("/ws/{room}").AllowAnonymous());
        var url = new Uri(app.Ws, "/ws/lobby").ToString();
        await using var own = await app.ConnectAsync("/ws/lobby");

        using var python = Tools.Start(Tools.Python, Path.Combine(Tools.Interop, "room.py"), url, "from python", "from .NET");
        (await own.ReceiveAsync()).Should().Be("from python");
        using var wscat = Tools.Start("node", Tools.Wscat, "-c", url, "-x", "from wscat", "-w", "20");
        (await own.ReceiveAsync()).Should().Be("from wscat");
        await own.SendAsync("from .NET");
        (await own.ReceiveAsync()).Should().Be("from .NET");

        await ReadUntilAsync(wscat, "from .NET");
        wscat.Kill(entireProcessTree: true);
        (await ReadToEndAsync(python)).Should().Be("from python\nfrom wscat\nfrom .NET\n");
    }

    [InteropFact(node: true)]
    public async Task BrowserCode_OfTheReadme_JoinsTheReadmesServer()
    {
        await using var app = await TestApp.StartAsync(map => map.MapRoomSockets("/ws/{room}"), rooms => rooms.AddConstantToken("my-secret"));
        await using var own = await app.ConnectAsync("/ws/lobby?token=my-secret");
        var code = Documents.Document.Read("README.md").Blocks("js").First();
        code.Split('\n').Length.Should().BeLessThanOrEqualTo(8, "the first screen promises eight lines");

        using var node = Tools.Start("node", Path.Combine(Tools.Interop, "browser.cjs"), app.Http.Authority);
        await node.StandardInput.WriteAsync(code);
        node.StandardInput.Close();

        (await own.ReceiveAsync()).Should().Be("hello, lobby");
        await ReadUntilAsync(node, "hello, lobby");
        await app.Rooms.DisconnectRoomAsync("lobby", 4000, "enough");
        await ReadUntilAsync(node, "closed 4000 enough");
    }

    private static async Task ReadUntilAsync(Process process, string text)
    {
        while (true)
        {
            var line = await process.StandardOutput.ReadLineAsync().WaitAsync(TestApp.Patience);
            line.Should().NotBeNull("'{0}' was expected; on standard error: {1}", text, line is null ? await process.StandardError.ReadToEndAsync() : null);
            if (line!.Contains(text, StringComparison.Ordinal)) return;
        }
    }

    private static async Task<string> ReadToEndAsync(Process process)
    {
        var text = await process.StandardOutput.ReadToEndAsync().WaitAsync(TestApp.Patience);
        await process.WaitForExitAsync().WaitAsync(TestApp.Patience);
        process.ExitCode.Should().Be(0, await process.StandardError.ReadToEndAsync());
        return text;
    }
}
