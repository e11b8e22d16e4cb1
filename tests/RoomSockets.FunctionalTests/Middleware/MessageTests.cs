using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.V1;

namespace RoomSockets.FunctionalTests.Middleware;

/// <summary>What a middleware can do about a message: stop it, change it, answer it, refuse it.</summary>
public sealed class MessageTests
{
    private static readonly Action<IRoomSocketsBuilder> Doors = static rooms => rooms.AddRoomMiddleware(async (message, next) =>
    {
        switch (message.Text)
        {
            case "stop":
                break;
            case "answer":
                await message.ReplyAsync("answered");
                break;
            case "refuse":
                message.Refuse("rate_limited", "Not so fast.", "data", TimeSpan.FromSeconds(1.5), message.Connection.Request.GetQuery("plain") is null ? null : "Slow down!");
                message.Refuse("invalid", "The second one is not told.");
                break;
            case "refuse and go on":
                message.Refuse("odd", "Going on does not help.");
                await next(message);
                break;
            case "refuse too late":
                await next(message);
                message.Refuse("odd", "It has been said.");
                break;
            case "change":
                message.Data = "changed";
                await next(message);
                break;
            case "malformed":
                throw new InvalidMessageException("nobody says that");
            default:
                await next(message);
                break;
        }
    });

    [Fact]
    public async Task Raw_Message_CanBeStoppedAnsweredChangedAndRefused()
    {
        await using var app = await MiddlewareApp.StartAsync(Doors);
        await using var client = await app.ConnectAsync("/ws/lobby");
        await using var plain = await app.ConnectAsync("/ws/other?plain=1");

        await client.SendAsync("stop");
        (await AskAsync("answer")).Should().Be("answered");
        (await AskAsync("change")).Should().Be("changed");
        (await AskAsync("refuse")).Should().Be("""{"type":"error","room":"lobby","code":"rate_limited","message":"Not so fast.","field":"data","temporary":true,"retryAfterMs":1500}""");
        (await AskAsync("end")).Should().Be("end");
        await plain.SendAsync("refuse");
        (await plain.ReceiveAsync()).Should().Be("Slow down!");

        async Task<string> AskAsync(string text)
        {
            await client.SendAsync(text);
            return await client.ReceiveAsync();
        }
    }

    [Fact]
    public async Task Raw_MalformedMessage_EndsTheConnectionAsAHandlersWould()
    {
        await using var app = await MiddlewareApp.StartAsync(Doors);
        await using var client = await app.ConnectAsync("/ws/lobby");

        await client.SendAsync("malformed");

        (await client.ReceiveCloseAsync()).Should().Be((1008, "nobody says that"));
    }

    [Theory]
    [InlineData("""{"type":"publish","id":1,"room":"lobby","data":"stop"}""", "rejected")]
    [InlineData("""{"type":"publish","room":"lobby","data":"stop"}""", "rejected")]
    [InlineData("""{"type":"direct","id":1,"to":"bob","data":"stop"}""", "rejected")]
    [InlineData("""{"type":"signal","id":1,"room":"lobby","name":"n","data":"stop"}""", "rejected")]
    [InlineData("""{"type":"signal","room":"lobby","name":"n","data":"stop"}""", null)]
    [InlineData("""{"type":"publish","id":1,"room":"lobby","data":"refuse"}""", "rate_limited")]
    [InlineData("""{"type":"direct","id":1,"to":"bob","data":"refuse"}""", "rate_limited")]
    [InlineData("""{"type":"signal","room":"lobby","name":"n","data":"refuse"}""", "rate_limited")]
    [InlineData("""{"type":"publish","id":1,"room":"lobby","data":"malformed"}""", "invalid")]
    [InlineData("""{"type":"direct","id":1,"to":"bob","data":"malformed"}""", "invalid")]
    [InlineData("""{"type":"signal","room":"lobby","name":"n","data":"malformed"}""", "invalid")]
    public async Task V1_FrameThatIsNotTaken_IsAnsweredOnce(string frame, string? code)
    {
        await using var app = await MiddlewareApp.StartAsync(Doors);
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");

        await ann.SendAsync(frame);

        if (code is not null)
        {
            var error = await ann.ReadAsync("error");
            (error.Code(), error["id"]?.ToString()).Should().Be((code, JsonNode.Parse(frame)!["id"]?.ToString()));
            if (code == "rate_limited") (error["retryAfterMs"]!.GetValue<long>(), error["temporary"]!.GetValue<bool>(), error["field"]!.ToString()).Should().Be((1500, true, "data"));
        }

        await ann.ExpectNothingAsync();
    }

    [Fact]
    public async Task Raw_RefusalOfWhatHasBeenSaid_IsNotTold()
    {
        await using var app = await MiddlewareApp.StartAsync(Doors);
        await using var client = await app.ConnectAsync("/ws/lobby");

        await client.SendAsync("refuse and go on");
        (await client.ReceiveAsync()).Should().Contain("\"odd\"");
        await client.SendAsync("refuse too late");
        (await client.ReceiveAsync()).Should().Be("refuse too late");
        await client.SendAsync("end");
        (await client.ReceiveAsync()).Should().Be("end", "nothing else was said in between");
    }

    [Fact]
    public async Task V1_DirectThatNamesARoom_IsInNone()
    {
        var seen = new List<(string? Room, string? Name, string? To)>();
        await using var app = await MiddlewareApp.StartAsync(rooms => rooms.AddRoomMiddleware((message, next) =>
        {
            seen.Add((message.Room, message.Name, message.To));
            return next(message);
        }));
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");

        await ann.SendAsync("""{"type":"direct","id":1,"to":"bob","room":"a\nforged line","name":"n","data":"x"}""");
        await ann.ReadAsync("ack");
        await ann.SendAsync("""{"type":"signal","room":"lobby","to":"bob","name":"n","data":"x"}""");
        await ann.SendPublishAsync("lobby", "end");
        await ann.ReadAsync("message");

        seen.Should().Equal((null, null, "bob"), ("lobby", "n", null), ("lobby", null, null));
    }

    [Fact]
    public async Task V1_MessageThatIsRefused_IsNotPublishedWhereTheWayGoesOn()
    {
        await using var app = await MiddlewareApp.StartAsync(Doors);
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");

        await ann.SendPublishAsync("lobby", "refuse and go on");

        (await ann.ReadAsync("error")).Code().Should().Be("odd");
        await ann.ExpectNothingAsync();
    }

    [Fact]
    public async Task V1_ChangedData_IsWhatEverybodyGets()
    {
        await using var app = await MiddlewareApp.StartAsync(Doors);
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await using var bob = await V1Client.ConnectAsync(app, "bob");
        await ann.JoinAsync("lobby");
        await bob.JoinAsync("lobby");

        await ann.SendPublishAsync("lobby", "change", "key");
        await ann.SendAsync("""{"type":"signal","room":"lobby","name":"n","data":"change"}""");

        var message = await bob.ReadAsync("message");
        (message.Data(), message["key"]!.ToString(), message["from"]!["id"]!.ToString()).Should().Be(("changed", "key", "ann"));
        (await bob.ReadAsync("signal")).Data().Should().Be("changed");
        await ann.SendAsync(Frames.Direct("d", "bob", "change"));
        (await bob.ReadAsync("direct")).Data().Should().Be("changed");
    }

    [Fact]
    public async Task V1_SignalWithoutData_StaysWithout()
    {
        await using var app = await MiddlewareApp.StartAsync(Doors);
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await using var bob = await V1Client.ConnectAsync(app, "bob");
        await ann.JoinAsync("lobby");
        await bob.JoinAsync("lobby");

        await ann.SendAsync("""{"type":"signal","room":"lobby","name":"typing"}""");
        await ann.SendAsync("""{"type":"signal","room":"lobby","name":"said","data":""}""");

        (await bob.ReadAsync("signal")).ContainsKey("data").Should().BeFalse();
        (await bob.ReadAsync("signal")).Data().Should().BeEmpty();
    }

    [Theory]
    [InlineData("""{"type":"signal","id":1,"room":"lobby","name":"n"}""")]
    [InlineData("""{"type":"publish","id":1,"room":"lobby","data":"x"}""")]
    public async Task V1_WhoLeavesWhileMiddlewareWaits_IsNotJoined(string frame)
    {
        TestApp? running = null;
        await using var app = running = await MiddlewareApp.StartAsync(rooms => rooms.AddRoomMiddleware(async (message, next) =>
        {
            await running!.Rooms.LeaveAsync(message.Connection.Id, message.Room!);
            await next(message);
        }));
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");

        await ann.SendAsync(frame);

        await ann.ReadAsync("left");
        (await ann.ReadAsync("error")).Code().Should().Be("not_joined");
        await ann.ExpectNothingAsync();
    }

    [Fact]
    public async Task V1_BinaryInThePlaceOfText_IsAMistakeOfTheMiddleware()
    {
        await using var app = await MiddlewareApp.StartAsync(static rooms => rooms.AddRoomMiddleware((message, next) =>
        {
            message.Data = MessageData.Binary(new byte[] { 1 });
            return next(message);
        }));
        app.Logs.Expect("RecordedHandler failed");
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");

        await ann.SendPublishAsync("lobby", "x");

        (await ann.ReadEndAsync()).Code.Should().Be(1011);
    }

    [Fact]
    public async Task Rules_AndMembership_AreAskedBeforeMiddleware()
    {
        var asked = 0;
        await using var app = await V1App.StartAsync(rooms => rooms.AddRoomMiddleware((message, next) =>
        {
            asked++;
            return next(message);
        }));
        app.Rules().Forbid(RoomOperation.Publish, "lobby");
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");

        await ann.SendPublishAsync("lobby", "x");
        await ann.SendPublishAsync("elsewhere", "x");

        (await ann.ReadAsync("error")).Code().Should().Be("forbidden");
        (await ann.ReadAsync("error")).Code().Should().Be("not_joined");
        asked.Should().Be(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Exception_OfAMiddleware_ClosesTheConnectionAndIsLoggedByName(bool later)
    {
        await using var app = await MiddlewareApp.StartAsync(rooms => rooms.AddRoomMiddleware(static (message, next) => next(message)).AddRoomMiddleware(new Scripted
        {
            Message = async (_, _) =>
            {
                if (later) await Task.Yield();
                throw new NotSupportedException("no");
            },
        }));
        app.Logs.Expect("Middleware Scripted failed");
        await using var other = await app.ConnectAsync("/ws");
        await using var client = await app.ConnectAsync("/ws/lobby");

        await client.SendAsync("x");

        (await client.ReceiveCloseAsync()).Should().Be((1011, "internal error"));
        (await app.Rooms.CountAsync()).Connections.Should().Be(1, "nobody else notices");
    }

    [Fact]
    public async Task Exception_OfTheHandler_IsTheHandlers()
    {
        await using var app = await TestApp.StartAsync(
            static app => app.MapRoomSockets("/ws", static _ => throw new NotSupportedException("no")).AllowAnonymous(),
            static rooms => rooms.AddRoomMiddleware(static async (message, next) => await next(message)));
        app.Logs.Expect("Handler DelegateHandler failed");
        await using var client = await app.ConnectAsync("/ws");

        await client.SendAsync("x");

        (await client.ReceiveCloseAsync()).Code.Should().Be(1011);
    }

    [Fact]
    public async Task Exception_OfTheHandler_CanBeCaught()
    {
        await using var app = await TestApp.StartAsync(
            static app => app.MapRoomSockets("/ws", static _ => throw new NotSupportedException("no")).AllowAnonymous(),
            static rooms => rooms.AddRoomMiddleware(static async (message, next) =>
            {
                try
                {
                    await next(message);
                }
                catch (NotSupportedException)
                {
                    await message.ReplyAsync("caught");
                }
            }));
        await using var client = await app.ConnectAsync("/ws");

        await client.SendAsync("x");

        (await client.ReceiveAsync()).Should().Be("caught");
    }

    [Fact]
    public async Task Services_OfAMessage_AreOneScopeForMiddlewareAndHandler()
    {
        var seen = new List<object>();
        await using var app = await TestApp.StartAsync(
            app => app.MapRoomSockets("/ws", message =>
            {
                seen.Add(message.Services.GetRequiredService<Scoped>());
                return message.ReplyAsync("ok");
            }).AllowAnonymous(),
            rooms =>
            {
                rooms.Services.AddScoped<Scoped>();
                rooms.AddRoomMiddleware((message, next) =>
                {
                    seen.Add(message.Services.GetRequiredService<Scoped>());
                    return next(message);
                });
            });
        await using var client = await app.ConnectAsync("/ws");

        for (var i = 0; i < 2; i++)
        {
            await client.SendAsync("x");
            await client.ReceiveAsync();
        }

        seen.Should().HaveCount(4);
        seen[0].Should().BeSameAs(seen[1]).And.NotBeSameAs(seen[2]);
        seen[2].Should().BeSameAs(seen[3]);
        await TestApp.EventuallyAsync(() => Task.FromResult(seen.Cast<Scoped>().All(static one => one.IsDisposed)), "the scope ends with the message");
    }

    private sealed class Scoped : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
