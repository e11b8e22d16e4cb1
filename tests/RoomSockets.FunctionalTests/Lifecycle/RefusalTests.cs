namespace RoomSockets.FunctionalTests.Lifecycle;

public sealed class RefusalTests
{
    [Theory]
    [InlineData(403)]
    [InlineData(409)]
    [InlineData(599)]
    public async Task OnConnecting_Refuses_StatusCodeAndBodyArrive(int status)
    {
        var script = new Script
        {
            Connecting = (context, _) =>
            {
                context.Refuse(status, "not_now", "Come on Monday.");
                context.Refuse(500, "second", "The first refusal wins.");
                return ValueTask.CompletedTask;
            },
        };
        await using var app = await script.StartAsync();
        await using var client = await app.KnockAsync("/ws/lobby");

        client.Status.Should().Be(status);
        client.Headers["Content-Type"].Should().Be("application/problem+json");
        using var body = System.Text.Json.JsonDocument.Parse(client.Body);
        body.RootElement.GetProperty("status").GetInt32().Should().Be(status);
        body.RootElement.GetProperty("code").GetString().Should().Be("not_now");
        body.RootElement.GetProperty("detail").GetString().Should().Be("Come on Monday.");
        await app.LeftAsync(0);
        script.Journal.Should().Equal("connecting", "disposed");
    }

    [Fact]
    public async Task OnJoining_Refuses_403()
    {
        var script = new Script
        {
            Joining = (context, _) =>
            {
                if (context.Room == "secret") context.Refuse(detail: "Members only.");
                return ValueTask.CompletedTask;
            },
        };
        await using var app = await script.StartAsync();
        await using var refused = await app.KnockAsync("/ws/secret");
        await using var accepted = await app.KnockAsync("/ws/open");

        refused.Status.Should().Be(403);
        refused.Body.Should().Contain("\"code\":\"room\"").And.Contain("Members only.");
        accepted.Status.Should().Be(101);
        (await app.Rooms.CountMembersAsync("secret")).Should().Be(0);
    }

    [Fact]
    public async Task OnConnecting_BadRouteValue_400()
    {
        var script = new Script
        {
            Connecting = (context, _) =>
            {
                context.Connection.Request.GetRouteValue<int>("room");
                return ValueTask.CompletedTask;
            },
        };
        await using var app = await script.StartAsync();
        await using var bad = await app.KnockAsync("/ws/abc");
        await using var good = await app.KnockAsync("/ws/12");

        bad.Status.Should().Be(400);
        bad.Body.Should().Contain("bad_value").And.Contain("abc");
        good.Status.Should().Be(101);
    }

    [Fact]
    public async Task OnConnecting_Throws_500AndThePlaceIsGivenBack()
    {
        var script = new Script { Connecting = (_, _) => throw new InvalidOperationException("boom") };
        await using var app = await script.StartAsync();
        app.Logs.Expect("failed to decide on a handshake");
        await using var client = await app.KnockAsync("/ws/lobby");

        client.Status.Should().Be(500);
        client.Body.Should().NotContain("boom");
        await app.LeftAsync(0);
        script.Journal.Should().Equal("connecting", "disposed");
    }

    [Fact]
    public async Task OnConnecting_LongerThanTheTimeout_503()
    {
        var clock = new RoomSockets.Tests.FakeClock();
        var entered = Waiting.Gate();
        var script = new Script
        {
            Connecting = async (_, cancellationToken) =>
            {
                entered.SetResult();
                await Waiting.Gate().Task.WaitAsync(cancellationToken);
            },
        };
        await using var app = await script.StartAsync(clock);
        app.Logs.Expect("took longer than");
        var knocking = app.KnockAsync("/ws/lobby");
        await entered.Task.Patiently();
        clock.Advance(TimeSpan.FromSeconds(5));
        await using var client = await knocking;

        client.Status.Should().Be(503);
        client.Headers.Should().ContainKey("Retry-After");
        await app.LeftAsync(0);
    }

    /// <summary>The server has its own limit of upgraded connections; behind a decision that was made, the upgrade itself can fail.</summary>
    [Fact]
    public async Task Upgrade_Fails_TheHandlerIsDisposedAndThePlaceGivenBack()
    {
        var script = new Script();
        await using var app = await script.StartAsync(add: rooms => Microsoft.Extensions.DependencyInjection.OptionsServiceCollectionExtensions
            .Configure<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions>(rooms.Services, kestrel => kestrel.Limits.MaxConcurrentUpgradedConnections = 1));
        app.Logs.Expect("unhandled exception");
        await using var first = await app.KnockAsync("/ws/lobby");
        await app.MembersAsync("lobby", 1);

        await using var second = await app.KnockAsync("/ws/lobby");

        second.Status.Should().Be(500);
        await app.ServedAsync(1);
        script.Journal.Should().ContainSingle(line => line == "disposed");
    }
}
