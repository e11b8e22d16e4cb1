using Microsoft.Extensions.DependencyInjection;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.Lifecycle;

public sealed class DeadlineTests
{
    [Fact]
    public async Task Token_Expires_TheConnectionEndsWithinASecond()
    {
        var clock = new FakeClock();
        var script = new Script();
        await using var app = await script.StartAsync(clock, add: rooms => rooms.AddTokenValidator(
            (context, _) => ValueTask.FromResult(TokenResult.Success(context.Token, expiresAt: clock.GetUtcNow() + TimeSpan.FromSeconds(10.2)))));
        await using var client = await app.ConnectAsync("/ws/lobby?token=ann");
        var connection = await app.OnlyConnectionAsync();

        clock.Advance(TimeSpan.FromSeconds(10));
        connection.Reason.Should().BeNull("the token is still good");
        clock.Advance(TimeSpan.FromSeconds(1.2));

        (await client.ReceiveCloseAsync()).Should().Be((1008, "token_expired"));
        await app.LeftAsync(0);
        script.Ending.Should().Equal("left lobby Disconnected", "disconnected TokenExpired (1008, \"token_expired\")", "disposed");
    }

    [Fact]
    public async Task Token_ExpiresWhileAHandlerRuns_TheConnectionEndsToo()
    {
        var clock = new FakeClock();
        var entered = Waiting.Gate();
        var script = new Script
        {
            Message = async message =>
            {
                entered.SetResult();
                await Waiting.Gate().Task.WaitAsync(message.Cancellation);
            },
        };
        await using var app = await script.StartAsync(clock, add: rooms => rooms.AddTokenValidator(
            (context, _) => ValueTask.FromResult(TokenResult.Success(context.Token, expiresAt: clock.GetUtcNow() + TimeSpan.FromHours(2)))));
        await using var client = await app.ConnectAsync("/ws/lobby?token=ann");
        await client.SendAsync("work");
        await entered.Task.Patiently();

        clock.Advance(TimeSpan.FromHours(2) + TimeSpan.FromSeconds(0.5));

        (await client.ReceiveCloseAsync()).Should().Be((1008, "token_expired"));
        await app.LeftAsync(0);
    }

    [Fact]
    public async Task Peer_ThatIsDead_IsPingedThenClosedThenCut()
    {
        var clock = new FakeClock();
        var script = new Script();
        await using var app = await script.StartAsync(clock);
        await using var client = await app.KnockAsync("/ws/lobby");
        var connection = await app.OnlyConnectionAsync();
        await app.UntilAsync(() => connection.Input.IsReading, "it reads");

        clock.Advance(TimeSpan.FromSeconds(25.5));
        (await client.ReadFrameAsync())!.Value.Opcode.Should().Be(9);
        clock.Advance(TimeSpan.FromSeconds(19));
        connection.Reason.Should().BeNull("44.5 s are not 45");
        clock.Advance(TimeSpan.FromSeconds(0.5));

        (await client.ReadCloseAsync()).Code.Should().Be(1008);
        await app.MembersAsync("lobby", 0);
        clock.Advance(TimeSpan.FromSeconds(1.5));
        (await client.ReadUntilGoneAsync()).Should().BeEmpty();
        await app.LeftAsync(0);
        script.Reasons.Single().Cause.Should().Be(CloseCause.TimedOut);
    }

    [Fact]
    public async Task Peer_ThatAnswersPings_Lives()
    {
        var clock = new FakeClock();
        await using var app = await new Script().StartAsync(clock);
        await using var client = await app.KnockAsync("/ws/lobby");
        var connection = await app.OnlyConnectionAsync();
        await app.UntilAsync(() => connection.Input.IsReading, "it reads");

        for (var i = 0; i < 4; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(26));
            var ping = (await client.ReadFrameAsync())!.Value;
            ping.Opcode.Should().Be(9);
            await client.SendAsync(10, ping.Payload);
            await app.UntilAsync(() => connection.Input is { IsReading: true } input && input.Silence == TimeSpan.Zero, "the pong arrived");
        }

        await client.SendAsync("alive");
        (await client.ReadTextAsync()).Should().Be("alive");
    }

    [Fact]
    public async Task Peer_ThatSends_IsNotPinged()
    {
        var clock = new FakeClock();
        await using var app = await new Script().StartAsync(clock);
        await using var client = await app.KnockAsync("/ws/lobby");

        for (var i = 0; i < 6; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(20));
            await client.SendAsync("hi");
            (await client.ReadTextAsync()).Should().Be("hi", "it was never silent for 25 s");
        }
    }

    [Fact]
    public async Task Handler_ThatTakesLong_DoesNotMakeThePeerDead()
    {
        var clock = new FakeClock();
        var gate = Waiting.Gate();
        var entered = Waiting.Gate();
        var script = new Script
        {
            Message = async message =>
            {
                entered.TrySetResult();
                await gate.Task;
                await message.ReplyAsync("done");
            },
        };
        await using var app = await script.StartAsync(clock);
        await using var client = await app.KnockAsync("/ws/lobby");
        var connection = await app.OnlyConnectionAsync();
        await client.SendAsync("work");
        await entered.Task.Patiently();

        clock.Advance(TimeSpan.FromMinutes(5));
        connection.Reason.Should().BeNull();
        gate.SetResult();

        (await client.ReadTextAsync()).Should().Be("done");
        await app.UntilAsync(() => connection.Input.IsReading, "it reads again");
        clock.Advance(TimeSpan.FromSeconds(20));
        connection.Reason.Should().BeNull("the handler's time was not the peer's");
    }
}
