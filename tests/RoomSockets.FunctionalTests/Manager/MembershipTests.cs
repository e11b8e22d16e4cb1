using RoomSockets.FunctionalTests.Lifecycle;

namespace RoomSockets.FunctionalTests.Manager;

public sealed class MembershipTests
{
    [Fact]
    public async Task Join_ThenLeave_AsksAndTellsTheHandler()
    {
        var script = new Script();
        await using var app = await script.StartAsync(pattern: "/ws");
        await using var client = await app.ConnectAsync("/ws");
        var id = (await app.OnlyConnectionAsync()).Id;

        (await app.Rooms.JoinAsync(id, "red")).Should().Be(JoinResult.Joined);
        (await app.Rooms.JoinAsync(id, "red")).Should().Be(JoinResult.AlreadyMember);
        (await app.Rooms.PublishAsync("red", "hello red")).Should().Be(1);
        (await client.ReceiveAsync()).Should().Be("hello red");
        (await app.Rooms.LeaveAsync(id, "red")).Should().BeTrue();
        (await app.Rooms.LeaveAsync(id, "red")).Should().BeFalse();
        await app.Rooms.PublishAsync("red", "nobody");
        await app.Rooms.SendToConnectionAsync(id, "direct");

        (await client.ReceiveAsync()).Should().Be("direct");
        script.Journal.Should().Equal("connecting", "connected", "joining red", "left red Left");
    }

    [Fact]
    public async Task Join_RefusedByTheHandler_IsNoMembership()
    {
        var script = new Script
        {
            Joining = (context, _) =>
            {
                context.Refuse();
                return ValueTask.CompletedTask;
            },
        };
        await using var app = await script.StartAsync(pattern: "/ws");
        await using var client = await app.ConnectAsync("/ws");
        var id = (await app.OnlyConnectionAsync()).Id;

        (await app.Rooms.JoinAsync(id, "red")).Should().Be(JoinResult.Refused);
        (await app.Rooms.CountMembersAsync("red")).Should().Be(0);
        (await app.Rooms.GetRoomsAsync(id)).Should().BeEmpty();
    }

    [Fact]
    public async Task Join_OfNobody_NotConnected()
    {
        await using var app = await Crowd.StartAsync();
        (await app.Rooms.JoinAsync("c_0000000000000000", "red")).Should().Be(JoinResult.NotConnected);
        (await app.Rooms.LeaveAsync("c_0000000000000000", "red")).Should().BeFalse();

        await using var ann = await app.EnterAsync("lobby", "ann");
        var id = await app.IdOfAsync("ann");
        await app.Rooms.DisconnectAsync(id);
        (await app.Rooms.JoinAsync(id, "red")).Should().Be(JoinResult.NotConnected);
    }

    [Fact]
    public async Task Join_WhileItEnds_LeavesNoGhost()
    {
        var gate = Waiting.Gate();
        var entered = Waiting.Gate();
        var script = new Script
        {
            Joining = async (_, _) =>
            {
                entered.SetResult();
                await gate.Task;
            },
        };
        await using var app = await script.StartAsync(pattern: "/ws");
        await using var client = await app.ConnectAsync("/ws");
        var id = (await app.OnlyConnectionAsync()).Id;
        var joining = app.Rooms.JoinAsync(id, "red").AsTask();
        await entered.Task.Patiently();
        await app.Rooms.DisconnectAsync(id);
        gate.SetResult();

        (await joining.Patiently()).Should().Be(JoinResult.NotConnected);
        (await app.Rooms.CountMembersAsync("red")).Should().Be(0);
    }

    [Fact]
    public async Task Join_MoreThanMaxRoomsPerConnection_TooManyRooms()
    {
        await using var app = await Crowd.StartAsync(options => options.MaxRoomsPerConnection = 3);
        await using var ann = await app.EnterAsync("lobby", "ann");
        await AssertLimitAsync(app, await app.IdOfAsync("ann"));
    }

    [Fact]
    public async Task Rooms_MoreThanMaxRooms_RoomUnavailable()
    {
        await using var app = await Crowd.StartAsync(options => options.MaxRooms = 2);
        await using var ann = await app.EnterAsync("one", "ann");
        var id = await app.IdOfAsync("ann");

        (await app.Rooms.JoinAsync(id, "two")).Should().Be(JoinResult.Joined);
        (await app.Rooms.JoinAsync(id, "three")).Should().Be(JoinResult.RoomUnavailable);
        await app.Awaiting(one => one.Rooms.PublishAsync("three", "x").AsTask()).Should().ThrowAsync<RoomUnavailableException>();
        await app.Rooms.LeaveAsync(id, "two");
        await app.UntilAsync(() => app.Rooms.JoinAsync(id, "three").AsTask().GetAwaiter().GetResult() == JoinResult.Joined, "an empty room makes place within a second");
    }

    [Fact]
    public async Task JoinAndLeave_AtOnce_TheTwoListsAgree()
    {
        await using var app = await Crowd.StartAsync();
        await using var ann = await app.EnterAsync("lobby", "ann");
        var id = await app.IdOfAsync("ann");
        var disagreements = 0;
        using var barrier = new Barrier(2, _ =>
        {
            var thinksSo = app.Rooms.GetRoomsAsync(id).AsTask().GetAwaiter().GetResult().Contains("red");
            if (thinksSo != (app.Rooms.CountMembersAsync("red").AsTask().GetAwaiter().GetResult() == 1)) disagreements++;
        });

        await Task.WhenAll(
            RepeatAsync(() => app.Rooms.JoinAsync(id, "red").AsTask()),
            RepeatAsync(() => app.Rooms.LeaveAsync(id, "red").AsTask())).Patiently();

        disagreements.Should().Be(0, "whoever is listed as a member gets the messages");

        Task RepeatAsync(Func<Task> action) => Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < 20_000; i++)
                {
                    barrier.SignalAndWait();
                    action().GetAwaiter().GetResult();
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\u0001b")]
    [InlineData("a\u2028b")]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901")]
    public async Task RoomName_ThatIsNone_ThrowsEverywhere(string name)
    {
        await using var app = await Crowd.StartAsync();
        var rooms = app.Rooms;
        Func<Task>[] calls =
        [
            async () => await rooms.PublishAsync(name, "x"),
            async () => await rooms.SendToRoomAsync(name, "x"),
            async () => await rooms.JoinAsync("c_1", name),
            async () => await rooms.LeaveAsync("c_1", name),
            async () => await rooms.GetMembersAsync(name),
            async () => await rooms.CountMembersAsync(name),
            async () => await rooms.DisconnectRoomAsync(name),
        ];

        foreach (var call in calls) await call.Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task RoomName_IsNormalised()
    {
        await using var app = await Crowd.StartAsync();
        await using var ann = await app.EnterAsync("caf\u00E9");

        await app.Rooms.PublishAsync("cafe\u0301", "one room");

        (await ann.ReceiveAsync()).Should().Be("one room");
        (await app.Rooms.GetRoomsAsync()).Should().Equal("caf\u00E9");
    }

    /// <summary>With the route's room it is in one already; the limit is three.</summary>
    private static async Task AssertLimitAsync(TestApp app, string id)
    {
        (await app.Rooms.JoinAsync(id, "two")).Should().Be(JoinResult.Joined);
        (await app.Rooms.JoinAsync(id, "three")).Should().Be(JoinResult.Joined);
        (await app.Rooms.JoinAsync(id, "four")).Should().Be(JoinResult.TooManyRooms);
        (await app.Rooms.JoinAsync(id, "three")).Should().Be(JoinResult.AlreadyMember);
        (await app.Rooms.CountMembersAsync("four")).Should().Be(0);
        await app.Rooms.LeaveAsync(id, "two");
        (await app.Rooms.JoinAsync(id, "four")).Should().Be(JoinResult.Joined);
    }
}
