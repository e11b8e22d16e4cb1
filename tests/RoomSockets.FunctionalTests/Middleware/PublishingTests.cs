using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.V1;

namespace RoomSockets.FunctionalTests.Middleware;

/// <summary>Once for all receivers: what goes to a room can be changed or dropped, wherever it comes from.</summary>
public sealed class PublishingTests
{
    /// <summary>Writes in capitals, and drops what is secret.</summary>
    private static readonly Scripted Capitals = new()
    {
        Publishing = static async (context, next) =>
        {
            var text = Encoding.UTF8.GetString(context.Data.Bytes.Span);
            if (text == "secret") return;
            context.Data = text.ToUpperInvariant();
            await next(context);
        },
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Publishing_FromWherever_IsChangedForEverybody(bool stores)
    {
        await using var app = await StartAsync(stores);
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await using var raw = await app.ConnectAsync("/ws/lobby");
        await ann.JoinAsync("lobby");

        await ann.PublishAsync("lobby", "one");
        (await raw.ReceiveAsync()).Should().Be("ONE");
        await raw.SendAsync("two");
        (await raw.ReceiveAsync()).Should().Be("TWO");
        (await app.Rooms.PublishAsync("lobby", "three")).Should().Be(3);
        await app.Rooms.SendToRoomAsync("lobby", "four");
        await app.Rooms.SignalRoomAsync("lobby", "five");

        (await raw.ReceiveAsync(), await raw.ReceiveAsync(), await raw.ReceiveAsync()).Should().Be(("THREE", "FOUR", "FIVE"));
        await ann.SendAsync("""{"type":"history","id":"h","room":"lobby"}""");
        (await ann.ReadUntilAsync("history"))["messages"]!.AsArray().Select(static item => item!.Data()).Should().Equal("ONE", "TWO", "THREE");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Publishing_ThatDoesNotGoOn_TakesNoOffset(bool stores)
    {
        await using var app = await StartAsync(stores);
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await using var raw = await app.ConnectAsync("/ws/lobby");
        await ann.JoinAsync("lobby");

        await ann.SendPublishAsync("lobby", "secret");
        (await ann.ReadAsync("error")).Code().Should().Be("rejected");
        await ann.SendAsync("""{"type":"signal","room":"lobby","name":"n","data":"secret"}""");
        await ann.SendAsync(Frames.Direct("d", "ann", "secret"));
        (await ann.ReadAsync("error")).Code().Should().Be("rejected");
        await raw.SendAsync("secret");
        (await app.Rooms.PublishAsync("lobby", "secret")).Should().Be(0);
        await app.Rooms.SendToRoomAsync("lobby", "secret");
        await app.Rooms.SignalRoomAsync("lobby", "secret");
        await raw.SendAsync("end");

        (await raw.ReceiveAsync()).Should().Be("END");
        (await ann.ReadAsync("message")).Offset().Should().Be(1);
    }

    [Fact]
    public async Task Publishing_OfTheApplicationsOwn_AsksNoEndpoint()
    {
        var journal = new StepJournal();
        await using var app = await MiddlewareApp.StartAsync(endpoint: endpoint => endpoint.AddRoomMiddleware(new Recorder("endpoint", journal)));
        await using var raw = await app.ConnectAsync("/ws/lobby");

        await app.Rooms.PublishAsync("lobby", "x");

        (await raw.ReceiveAsync()).Should().Be("x");
        journal.Lines.Should().NotContain(static line => line.Contains("publishing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Publishing_FromAHandler_TellsItTheOffset()
    {
        List<long> offsets = [];
        await using var app = await TestApp.StartAsync(
            app => app.MapRoomSockets("/ws/{room}", async message => offsets.Add(await message.PublishAsync(message.Text))).AllowAnonymous(),
            static rooms => rooms.AddRoomMiddleware(Capitals));
        await using var client = await app.ConnectAsync("/ws/lobby");

        foreach (var text in (string[])["a", "secret", "b"]) await client.SendAsync(text);

        (await client.ReceiveAsync(), await client.ReceiveAsync()).Should().Be(("A", "B"));
        await TestApp.EventuallyAsync(() => Task.FromResult(offsets.Count == 3), "all are handled");
        offsets.Should().Equal(1, 0, 2);
    }

    [Fact]
    public async Task Publishing_OfBinaryInThePlaceOfANumberedText_IsRefused()
    {
        await using var app = await MiddlewareApp.StartAsync(static rooms => rooms.AddRoomMiddleware(new Scripted
        {
            Publishing = static (context, next) =>
            {
                context.Data = MessageData.Binary(new byte[] { 1 });
                return next(context);
            },
        }));

        await FluentActions.Awaiting(() => app.Rooms.PublishAsync("lobby", "x").AsTask()).Should().ThrowAsync<ArgumentException>().WithMessage("Binary data has no offset*");
    }

    private static Task<TestApp> StartAsync(bool stores) => MiddlewareApp.StartAsync(rooms =>
    {
        if (stores) rooms.AddMemoryStore();
        rooms.AddRoomMiddleware(Capitals);
    });
}
