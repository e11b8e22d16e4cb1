using Microsoft.Extensions.DependencyInjection;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.Lifecycle;

public sealed class ShutdownTests
{
    [Fact]
    public async Task Stop_EndsEveryConnectionWith1012()
    {
        var script = new Script();
        await using var app = await script.StartAsync();
        await using var ann = await app.ConnectAsync("/ws/lobby");
        await using var bob = await app.ConnectAsync("/ws/other");
        await app.MembersAsync("lobby", 1);
        await app.MembersAsync("other", 1);

        var stopping = app.StopAsync();

        (await ann.ReceiveCloseAsync()).Should().Be((1012, "shutdown"));
        (await bob.ReceiveCloseAsync()).Should().Be((1012, "shutdown"));
        await stopping;
        script.Reasons.Should().HaveCount(2).And.OnlyContain(reason => reason.Cause == CloseCause.ServerShutdown);
        script.Journal.Count(line => line == "disposed").Should().Be(2);
    }

    [Fact]
    public async Task Handshake_WhileTheHostStops_503()
    {
        var gate = Waiting.Gate();
        var entered = Waiting.Gate();
        var script = new Script
        {
            Message = async _ =>
            {
                entered.SetResult();
                await gate.Task;
            },
        };
        await using var app = await script.StartAsync();
        await using var ann = await app.ConnectAsync("/ws/lobby");
        await ann.SendAsync("work");
        await entered.Task.Patiently();
        var stopping = app.StopAsync();
        (await ann.ReceiveCloseAsync()).Code.Should().Be(1012);

        await using var late = await app.KnockAsync("/ws/lobby");

        late.Status.Should().Be(503);
        late.Body.Should().Contain("shutting_down");
        late.Headers.Should().ContainKey("Retry-After");
        stopping.IsCompleted.Should().BeFalse("a handler is still at work");
        gate.SetResult();
        await stopping;
    }

    /// <summary>Let in before the host began to stop, open after it had told everybody.</summary>
    [Fact]
    public async Task Handshake_InProgressWhenTheHostStops_IsToldToo()
    {
        var clock = new FakeClock();
        var gate = Waiting.Gate();
        var entered = Waiting.Gate();
        var script = new Script
        {
            Connecting = async (_, _) =>
            {
                entered.SetResult();
                await gate.Task;
            },
        };
        await using var app = await script.StartAsync(clock);
        var knocking = app.KnockAsync("/ws/lobby");
        await entered.Task.Patiently();
        var stopping = app.StopAsync();
        await app.UntilAsync(() => app.Services.GetRequiredService<Drain>().HasBegun, "the drain has begun");
        gate.SetResult();
        await using var client = await knocking;

        try
        {
            // Either answer is good; to be let in and forgotten is not.
            if (client.Status == 101) (await client.ReadCloseAsync()).Code.Should().Be(1012);
            else client.Status.Should().Be(503);
        }
        finally
        {
            await client.DisposeAsync();
            clock.Advance(TimeSpan.FromSeconds(20));
            await stopping;
        }
    }

    [Fact]
    public async Task Stop_APeerThatDoesNotHangUp_IsCutWhenTheTimeIsOver()
    {
        var clock = new FakeClock();
        var script = new Script();
        await using var app = await script.StartAsync(clock, options: options => options.CloseTimeout = TimeSpan.FromSeconds(60));
        await using var client = await app.KnockAsync("/ws/lobby");
        await app.MembersAsync("lobby", 1);
        var stopping = app.StopAsync();
        (await client.ReadCloseAsync()).Code.Should().Be(1012);

        clock.Advance(TimeSpan.FromSeconds(20));
        await stopping.WaitAsync(TimeSpan.FromSeconds(10));

        (await client.ReadUntilGoneAsync()).Should().BeEmpty();
        script.Ending.Should().Equal("left lobby Disconnected", "disconnected ServerShutdown (1012, \"shutdown\")", "disposed");
    }
}
