namespace RoomSockets.FunctionalTests.Lifecycle;

/// <summary>An exception of a handler ends its own connection with 1011; nobody else notices.</summary>
public sealed class FailureTests
{
    public static TheoryData<string> Places => ["connected", "sync", "async"];

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Handler_Throws_1011AndTheOthersGoOn(string place)
    {
        var script = Failing(place);
        await using var app = await script.StartAsync();
        app.Logs.Expect("Handler ScriptedHandler failed");
        await using var ann = await app.ConnectAsync("/ws/lobby?name=ann");
        await using var bob = await app.ConnectAsync("/ws/lobby?name=bob");
        await app.MembersAsync("lobby", 2);
        await using var eve = await app.ConnectAsync("/ws/lobby?name=eve");
        if (place != "connected") await eve.SendAsync("fail");

        (await eve.ReceiveCloseAsync()).Should().Be((1011, "internal error"));
        await app.LeftAsync(2);
        await ann.SendAsync("still here?");
        (await bob.ReceiveAsync()).Should().Be("still here?");
        (await ann.ReceiveAsync()).Should().Be("still here?");
        script.Ending.Should().Equal("left lobby Disconnected", "disconnected HandlerFailed (1011, \"internal error\")", "disposed");
        script.Reasons.Single().Exception.Should().BeOfType<InvalidOperationException>();
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Handler_ThrowsInDevelopment_TheDetailArrives(string place)
    {
        await using var app = await Failing(place).StartAsync(environment: "Development");
        app.Logs.Expect("Handler ScriptedHandler failed");
        await using var eve = await app.ConnectAsync("/ws/lobby?name=eve");
        if (place != "connected") await eve.SendAsync("fail");

        (await eve.ReceiveCloseAsync()).Should().Be((1011, "InvalidOperationException: boom"));
    }

    [Fact]
    public async Task OnLeft_Throws_TheRestIsStillTold()
    {
        var script = new Script { Left = (room, _) => room == "lobby" ? throw new InvalidOperationException("boom") : ValueTask.CompletedTask };
        await using var app = await script.StartAsync();
        app.Logs.Expect("Handler ScriptedHandler failed");
        await using var client = await app.ConnectAsync("/ws/lobby");
        var connection = await app.OnlyConnectionAsync();
        await app.Rooms.JoinAsync(connection.Id, "two");

        await client.CloseAsync();
        await app.LeftAsync(0);

        script.Ending.Should().Equal("left lobby Disconnected", "left two Disconnected", "disconnected ClientClosed (1000, \"bye\")", "disposed");
    }

    [Fact]
    public async Task OnDisconnected_Throws_TheHandlerIsStillDisposed()
    {
        var script = new Script { Disconnected = _ => throw new InvalidOperationException("boom") };
        await using var app = await script.StartAsync();
        app.Logs.Expect("Handler ScriptedHandler failed");
        await using var client = await app.ConnectAsync("/ws/lobby");
        await client.CloseAsync();
        await app.LeftAsync(0);

        script.Ending.Should().Equal("left lobby Disconnected", "disconnected ClientClosed (1000, \"bye\")", "disposed");
    }

    /// <summary>RoomHandler: "An exception closes this connection with 1011 and nobody else notices."</summary>
    [Theory]
    [InlineData("leave")]
    [InlineData("join")]
    public async Task Membership_HookThrows_TheConnectionClosesAndTheCallerGoesOn(string what)
    {
        var script = new Script
        {
            Joining = (context, _) => context.Room == "two" && what == "join" ? throw new InvalidOperationException("boom") : ValueTask.CompletedTask,
            Left = (_, cause) => cause == LeaveCause.Left ? throw new InvalidOperationException("boom") : ValueTask.CompletedTask,
        };
        await using var app = await script.StartAsync();
        app.Logs.Expect("Handler ScriptedHandler failed");
        await using var client = await app.ConnectAsync("/ws/lobby");
        var connection = await app.OnlyConnectionAsync();

        if (what == "leave") (await app.Rooms.LeaveAsync(connection.Id, "lobby")).Should().BeTrue();
        else (await app.Rooms.JoinAsync(connection.Id, "two")).Should().NotBe(JoinResult.Joined);

        (await client.ReceiveCloseAsync()).Code.Should().Be(1011);
    }

    [Fact]
    public async Task InvalidMessage_FromAHandler_1008WithItsWords()
    {
        var script = new Script { Message = _ => throw new InvalidMessageException("name is missing") };
        await using var app = await script.StartAsync();
        await using var client = await app.ConnectAsync("/ws/lobby");
        await client.SendAsync("{}");

        (await client.ReceiveCloseAsync()).Should().Be((1008, "name is missing"));
        await app.LeftAsync(0);
        script.Reasons.Single().Cause.Should().Be(CloseCause.InvalidMessage);
    }

    private static Script Failing(string place) => new()
    {
        Connected = connection => place == "connected" && connection.Request.GetQuery("name") == "eve" ? throw new InvalidOperationException("boom") : ValueTask.CompletedTask,
        Message = message => message.Text == "fail" ? Fail(place == "async") : message.RelayAsync(),
    };

    private static ValueTask Fail(bool isAsync)
    {
        return isAsync ? FailLater() : throw new InvalidOperationException("boom");

        static async ValueTask FailLater()
        {
            await Task.Yield();
            throw new InvalidOperationException("boom");
        }
    }
}
