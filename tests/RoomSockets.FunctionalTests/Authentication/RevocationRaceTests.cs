using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.FunctionalTests.Authentication;

public sealed class RevocationRaceTests
{
    /// <summary>The token was good when it was checked and is not any more when the connection opens: nobody stays in without the right to.</summary>
    [Fact]
    public async Task RevokeTokenAsync_WhileAHandshakeIsUnderWay_ReachesItToo()
    {
        var gate = new Gate();
        await using var app = await TestApp.StartAsync(map => map.MapRoomSockets<GatedHandler>("/ws"), rooms => rooms
            .AddTokenValidator((_, _) => ValueTask.FromResult(TokenResult.Success("ann", tokenId: "1")))
            .Services.AddSingleton(gate));
        var knock = app.KnockAsync("/ws?token=t");
        await gate.Entered.Task.WaitAsync(TestApp.Patience);

        await app.Rooms.RevokeTokenAsync("1");
        gate.Open.SetResult();

        await using var client = await knock;
        if (client.Status != 101)
        {
            client.Verdict().Should().Be("403 token_invalid");
            return;
        }

        await client.SendAsync("am I still in?");
        (await client.ReadCloseAsync()).Should().Be((1008, "token_invalid"));
    }

    private sealed class Gate
    {
        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class GatedHandler(Gate gate) : RoomHandler
    {
        public override async ValueTask OnConnectingAsync(ConnectingContext context, CancellationToken cancellationToken)
        {
            gate.Entered.TrySetResult();
            await gate.Open.Task.WaitAsync(TestApp.Patience, cancellationToken);
        }

        public override ValueTask OnMessageAsync(MessageContext message) => message.ReplyAsync("yes");
    }
}
