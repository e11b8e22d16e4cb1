using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.FunctionalTests.Lifecycle;

public sealed class HookTests
{
    [Fact]
    public async Task Hooks_OfOneLife_AreCalledInOrder()
    {
        var script = new Script();
        await using var app = await script.StartAsync();
        await using var client = await app.ConnectAsync("/ws/lobby");
        await client.SendAsync("one");
        await client.ReceiveAsync();
        await client.SendAsync("two");
        await client.ReceiveAsync();

        await client.CloseAsync();
        await app.LeftAsync(0);

        script.Journal.Should().Equal(
            "connecting", "joining lobby", "connected", "message one", "message two",
            "left lobby Disconnected", "disconnected ClientClosed (1000, \"bye\")", "disposed");
    }

    [Fact]
    public async Task Hooks_WithoutARoomInTheRoute_NeitherJoinNorLeave()
    {
        var script = new Script { Message = message => message.ReplyAsync("ok") };
        await using var app = await script.StartAsync(pattern: "/ws");
        await using var client = await app.ConnectAsync("/ws");
        await client.SendAsync("one");
        await client.ReceiveAsync();

        await client.CloseAsync();
        await app.LeftAsync(0);

        script.Journal.Should().Equal("connecting", "connected", "message one", "disconnected ClientClosed (1000, \"bye\")", "disposed");
    }

    [Fact]
    public async Task Messages_WhileOneIsHandled_Wait()
    {
        var entered = Waiting.Gate();
        var gate = Waiting.Gate();
        var script = new Script
        {
            Message = async message =>
            {
                entered.TrySetResult();
                await gate.Task;
                await message.ReplyAsync(message.Text);
            },
        };
        await using var app = await script.StartAsync();
        await using var client = await app.ConnectAsync("/ws/lobby");
        await client.SendAsync("one");
        await client.SendAsync("two");
        await entered.Task.Patiently();

        script.Journal.Should().NotContain("message two");
        gate.SetResult();

        (await client.ReceiveAsync()).Should().Be("one");
        (await client.ReceiveAsync()).Should().Be("two");
    }

    [Fact]
    public async Task OnConnected_WhileItRuns_NoMessageIsRead()
    {
        var gate = Waiting.Gate();
        var entered = Waiting.Gate();
        var script = new Script
        {
            Connected = async connection =>
            {
                entered.SetResult();
                await gate.Task;
                await connection.SendAsync("welcome");
            },
        };
        await using var app = await script.StartAsync();
        await using var client = await app.ConnectAsync("/ws/lobby");
        await client.SendAsync("hi");
        await entered.Task.Patiently();

        script.Journal.Should().Equal("connecting", "joining lobby", "connected");
        (await app.Rooms.CountMembersAsync("lobby")).Should().Be(1, "the membership begins before OnConnectedAsync");
        gate.SetResult();

        (await client.ReceiveAsync()).Should().Be("welcome");
        (await client.ReceiveAsync()).Should().Be("hi");
    }

    [Fact]
    public async Task Handler_PerConnection_IsAnInstanceOfItsOwn()
    {
        var script = new Script();
        await using var app = await script.StartAsync();
        await using var ann = await app.ConnectAsync("/ws/lobby");
        await using var bob = await app.ConnectAsync("/ws/lobby");
        await app.MembersAsync("lobby", 2);

        script.Handlers.Should().HaveCount(2).And.OnlyHaveUniqueItems();
        script.Handlers.Select(handler => handler.Connection.Id).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task State_ThroughALife_GoesThroughAllFour()
    {
        List<ConnectionState> states = [];
        var script = new Script
        {
            Connecting = (context, _) => Add(context.Connection),
            Connected = Add,
            Message = async message =>
            {
                message.Connection.Close();
                await Add(message.Connection);
            },
            Disconnected = Add,
        };
        await using var app = await script.StartAsync();
        await using var client = await app.ConnectAsync("/ws/lobby");
        await client.SendAsync("end");
        await client.ReceiveCloseAsync();
        await app.LeftAsync(0);

        states.Should().Equal(ConnectionState.Connecting, ConnectionState.Open, ConnectionState.Closing, ConnectionState.Closed);

        ValueTask Add(IConnection connection)
        {
            states.Add(connection.State);
            return ValueTask.CompletedTask;
        }
    }

    [Fact]
    public async Task Connection_Everywhere_ShowsUserItemsAndRequest()
    {
        IConnection? seen = null;
        var script = new Script
        {
            Connecting = (context, _) =>
            {
                context.Connection.Items["door"] = "front";
                return ValueTask.CompletedTask;
            },
            Message = message =>
            {
                seen = message.Connection;
                return message.ReplyAsync($"{message.Connection.Items["door"]} {message.Connection.UserId} {message.Connection.UserName} {message.Room}");
            },
        };
        await using var app = await script.StartAsync(add: rooms => rooms.AddConstantToken("s3cret", "7", "Bob"));
        await using var client = await app.ConnectAsync("/ws/lobby?token=s3cret&n=5");
        await client.SendAsync("who");

        (await client.ReceiveAsync()).Should().Be("front 7 Bob lobby");
        seen!.User.FindFirstValue(ClaimTypes.NameIdentifier).Should().Be("7");
        seen.Id.Should().MatchRegex("^c_[0-9a-f]{16}$");
        seen.Request.Path.Should().Be("/ws/lobby");
        seen.Request.TryGetQuery("n", out int n).Should().BeTrue();
        n.Should().Be(5);
        seen.Request.GetRouteValue("room").Should().Be("lobby");
        seen.Request.RemoteAddress.Should().Be(System.Net.IPAddress.Loopback);
    }
}
