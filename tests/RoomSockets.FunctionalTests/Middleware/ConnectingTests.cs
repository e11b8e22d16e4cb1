using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.V1;

namespace RoomSockets.FunctionalTests.Middleware;

/// <summary>Who stands at the door can refuse, over HTTP, and before a room.</summary>
public sealed class ConnectingTests
{
    [Fact]
    public async Task Connecting_ThatDoesNotGoOn_IsForbidden()
    {
        var journal = new StepJournal();
        await using var app = await MiddlewareApp.StartAsync(static rooms => rooms.AddRoomMiddleware(new Scripted { Connecting = static (_, _) => ValueTask.CompletedTask }), journal: journal);

        await using var client = await app.KnockAsync("/ws/lobby");

        client.Status.Should().Be(403);
        client.Body.Should().Contain("\"code\":\"forbidden\"");
        journal.Lines.Should().BeEmpty("the handler is not asked, and nobody has left");
        await app.LeftAsync(0);
    }

    [Fact]
    public async Task Connecting_ThatIsRefused_HasStatusCodeAndRetryAfter()
    {
        await using var app = await RefusingAsync(static context => context.Refuse(429, "too_eager", "Slow down.", TimeSpan.FromSeconds(6.2)));

        await using var client = await app.KnockAsync("/ws/lobby");

        (client.Status, client.Headers["Retry-After"]).Should().Be((429, "7"));
        client.Body.Should().Contain("\"code\":\"too_eager\"").And.Contain("Slow down.");
    }

    [Fact]
    public async Task Connecting_ThatIsRefusedWithAnotherStatus_HasRetryAfterAllTheSame()
    {
        await using var app = await RefusingAsync(static context => context.Refuse(403, "later", retryAfter: TimeSpan.FromSeconds(2)));

        await using var client = await app.KnockAsync("/ws/lobby");

        (client.Status, client.Headers["Retry-After"]).Should().Be((403, "2"));
    }

    [Fact]
    public async Task Connecting_ThatIsRefusedAfterTheHandshake_HasItInTheBye()
    {
        await using var app = await RefusingAsync(static context => context.Refuse(429, "too_eager", retryAfter: TimeSpan.FromSeconds(6)), static options => options.Refusal = HandshakeRefusalMode.AcceptThenClose);

        await using var client = await V1Client.OpenAsync(app);
        var (bye, _) = await client.ReadEndAsync();

        (bye!["reason"]!.ToString(), bye["retryAfterMs"]!.GetValue<long>()).Should().Be(("too_eager", 6000));
    }

    [Fact]
    public async Task Connecting_OfAMiddlewareThatFails_Is500AndLoggedByName()
    {
        await using var app = await MiddlewareApp.StartAsync(static rooms => rooms.AddRoomMiddleware(new Scripted { Connecting = static (_, _) => throw new NotSupportedException("no") }));
        app.Logs.Expect("Middleware Scripted failed to decide on a handshake");

        await using var client = await app.KnockAsync("/ws/lobby");

        client.Status.Should().Be(500);
    }

    [Fact]
    public async Task Connected_ThatDoesNotGoOn_KeepsItFromTheHandlerAlone()
    {
        var journal = new StepJournal();
        await using var app = await MiddlewareApp.StartAsync(static rooms => rooms.AddRoomMiddleware(new Scripted { Connected = static (_, _) => ValueTask.CompletedTask }), journal: journal);
        await using var client = await app.ConnectAsync("/ws/lobby");

        await client.SendAsync("x");

        (await client.ReceiveAsync()).Should().Be("x");
        journal.Lines.Should().Equal("handler connecting", "handler joining", "handler joined lobby", "handler message x");
    }

    [Fact]
    public async Task Joining_ThatDoesNotGoOn_Is403InTheHandshakeAndForbiddenInAFrame()
    {
        await using var app = await MiddlewareApp.StartAsync(static rooms => rooms.AddRoomMiddleware(new Scripted { Joining = static (context, next) => context.Room == "open" ? next(context) : ValueTask.CompletedTask }));

        await using var raw = await app.KnockAsync("/ws/closed");
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.SendJoinAsync("closed");

        raw.Status.Should().Be(403);
        raw.Body.Should().Contain("\"code\":\"room\"");
        (await ann.ReadAsync("error")).Code().Should().Be("forbidden");
        (await app.Rooms.JoinAsync(ann.Welcome["connection"]!.ToString(), "closed")).Should().Be(JoinResult.Refused);
        await ann.JoinAsync("open");
    }

    [Fact]
    public async Task Joining_ThatIsRefusedForNow_SaysWhenAndEndsNoMembership()
    {
        var mayJoin = true;
        await using var app = await MiddlewareApp.StartAsync(rooms => rooms.AddRoomMiddleware(new Scripted
        {
            Joining = (context, next) =>
            {
                if (mayJoin) return next(context);
                context.Refuse("rate_limited", "Not so many.", TimeSpan.FromSeconds(2));
                return ValueTask.CompletedTask;
            },
        }));
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");
        mayJoin = false;

        await ann.SendJoinAsync("lobby");
        await using var raw = await app.KnockAsync("/ws/lobby");

        var error = await ann.ReadAsync("error");
        (error.Code(), error["retryAfterMs"]!.GetValue<long>(), error["temporary"]!.GetValue<bool>()).Should().Be(("rate_limited", 2000, true));
        (raw.Status, raw.Headers["Retry-After"]).Should().Be((429, "2"));
        (await ann.PublishAsync("lobby", "still here")).Offset().Should().Be(1);
    }

    [Fact]
    public async Task Joining_ThatIsRefusedForGood_EndsTheMembership()
    {
        var mayJoin = true;
        await using var app = await MiddlewareApp.StartAsync(rooms => rooms.AddRoomMiddleware(new Scripted { Joining = (context, next) => mayJoin ? next(context) : ValueTask.CompletedTask }));
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");
        mayJoin = false;

        await ann.SendJoinAsync("lobby");

        (await ann.ReadAsync("left"))["reason"]!.ToString().Should().Be("forbidden");
        (await ann.ReadAsync("error")).Code().Should().Be("forbidden");
    }

    private static Task<TestApp> RefusingAsync(Action<ConnectingContext> refuse, Action<RoomSocketsOptions>? options = null) => MiddlewareApp.StartAsync(rooms =>
    {
        rooms.Services.AddRoomSockets(options);
        rooms.AddRoomMiddleware(new Scripted
        {
            Connecting = (context, next) =>
            {
                refuse(context);
                return next(context);
            },
        });
    });
}
