using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.V1;

namespace RoomSockets.FunctionalTests.Middleware;

/// <summary>Each step, in order: the application's middleware outside of the endpoint's, the handler inside of both.</summary>
public sealed class StepTests
{
    private readonly StepJournal _journal = new();

    [Fact]
    public async Task Steps_OfARawLife_AreAroundTheHandlers()
    {
        await using var app = await StartAsync();
        await using (var client = await app.ConnectAsync("/ws/lobby"))
        {
            await client.SendAsync("hi");
            (await client.ReceiveAsync()).Should().Be("hi");
            await client.CloseAsync();
        }

        await app.LeftAsync(0);

        string[] expected =
        [
            .. Around("connecting", "handler connecting"), .. Around("joining lobby", "handler joining"), .. Around("joined lobby", "handler joined lobby"),
            .. Around("connected", "handler connected"),
            .. Around("message Message lobby hi", "handler message hi", Around("publishing Message lobby hi numbered")),
            .. Around("left lobby Disconnected", "handler left lobby"), .. Around("disconnected ClientClosed", "handler disconnected"),
        ];
        _journal.Lines.Should().Equal(expected);
    }

    [Fact]
    public async Task Steps_OfOneThatSpeaksV1_ConcernItsFrames()
    {
        await using var app = await StartAsync();
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");
        await ann.PublishAsync("lobby", "hi");
        await ann.SendAsync("""{"type":"signal","room":"lobby","name":"typing","data":"x"}""");
        await ann.SendAsync("""{"type":"direct","id":"d","to":"bob","data":"psst"}""");
        await ann.ReadUntilAsync("ack");
        await ann.SendAsync("""{"type":"leave","id":"l","room":"lobby"}""");
        await ann.ReadUntilAsync("left");

        string[] expected =
        [
            .. Around("connecting", "handler connecting"), .. Around("connected", "handler connected"),
            .. Around("joining lobby", "handler joining"), .. Around("joined lobby", "handler joined lobby"),
            .. Around("message Message lobby hi", "handler message hi", Around("publishing Message lobby hi numbered")),
            .. Around("message Signal lobby typing x", null, Around("publishing Signal lobby typing x free")),
            .. Around("message Direct bob psst", null, Around("publishing Direct bob psst numbered")),
        ];
        await TestApp.EventuallyAsync(() => Task.FromResult(_journal.Lines.Count == expected.Length + 5), "the leaving is over");
        _journal.Lines.Take(expected.Length).Should().Equal(expected);
        _journal.Lines.Skip(expected.Length).Should().Equal(Around("left lobby Left", "handler left lobby"));
    }

    [Fact]
    public async Task Endpoints_EachOne_HaveTheirOwn()
    {
        await using var app = await TestApp.StartAsync(
            app =>
            {
                app.MapRoomSockets("/a/{room}").AddRoomMiddleware((message, next) => Mark(message, next, "a")).AllowAnonymous();
                app.MapRoomSockets("/b/{room}").AddRoomMiddleware((message, next) => Mark(message, next, "b")).AllowAnonymous();
                app.MapRoomSockets("/c/{room}").AllowAnonymous();
            },
            rooms => rooms.AddRoomMiddleware((message, next) => Mark(message, next, "*")));

        (await EchoAsync(app, "/a/1"), await EchoAsync(app, "/b/2"), await EchoAsync(app, "/c/3")).Should().Be(("x*a", "x*b", "x*"));
    }

    [Fact]
    public async Task Group_WithMiddleware_HasOneInstanceForAllOfIt()
    {
        var created = 0;
        await using var app = await TestApp.StartAsync(app =>
        {
            var group = app.MapGroup("/g");
            group.AddRoomMiddleware(_ => new Scripted { Message = Numbered(++created) });
            group.MapRoomSockets("/a/{room}").AddRoomMiddleware((message, next) => Mark(message, next, "a")).AllowAnonymous();
            group.MapRoomSockets("/b/{room}").AllowAnonymous();
        });

        (await EchoAsync(app, "/g/a/1"), await EchoAsync(app, "/g/b/2")).Should().Be(("x1a", "x1"), "a group's stands outside of its endpoints'");
        created.Should().Be(1);
    }

    private static Func<MessageContext, RoomStep<MessageContext>, ValueTask> Numbered(int number) =>
        (message, next) => Mark(message, next, number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static ValueTask Mark(MessageContext message, RoomStep<MessageContext> next, string mark)
    {
        message.Data = message.Text + mark;
        return next(message);
    }

    private static async Task<string> EchoAsync(TestApp app, string path)
    {
        await using var client = await app.ConnectAsync(path);
        await client.SendAsync("x");
        return await client.ReceiveAsync();
    }

    private static string[] Around(string step, string? handler = null, params string[] inner)
    {
        var name = step.Split(' ')[0];
        return [$"app> {step}", $"endpoint> {step}", .. handler is null ? [] : (string[])[handler], .. inner, $"endpoint< {name}", $"app< {name}"];
    }

    private Task<TestApp> StartAsync() => MiddlewareApp.StartAsync(
        rooms => rooms.AddRoomMiddleware(new Recorder("app", _journal)),
        endpoint => endpoint.AddRoomMiddleware(new Recorder("endpoint", _journal)),
        _journal);
}
