using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.Hosting;

public sealed class HandshakeLimitTests
{
    private const int Limit = 2;
    private readonly SemaphoreSlim _entered = new(0);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The limit is there to keep a crowd from the validators, that is from the database behind them.</summary>
    [Fact]
    public Task MaxHandshakes_HeldByAValidator_RefusesOneMore() => HoldsAsync("/validated?token=t");

    [Fact]
    public Task MaxHandshakes_HeldByAHandler_RefusesOneMore() => HoldsAsync("/handled");

    private async Task HoldsAsync(string path)
    {
        await using var app = await StartAsync();
        Task<RawClient>[] inside = [app.KnockAsync(path), app.KnockAsync(path)];
        try
        {
            for (var i = 0; i < Limit; i++) (await _entered.WaitAsync(TestApp.Patience)).Should().BeTrue("{0} handshakes may be in progress", Limit);
            var more = app.BusyAsync(path);
            var asked = _entered.WaitAsync(TestApp.Patience);
            (await Task.WhenAny(more, asked)).Should().Be(more, "a third handshake must be refused, not served");
            (await more).Should().Be("503 overloaded");
        }
        finally
        {
            _open.SetResult();
        }

        foreach (var knock in inside)
        {
            await using var client = await knock;
            client.Status.Should().Be(101);
        }

        for (var i = 0; i <= Limit; i++) (await app.VerdictAsync(path)).Should().Be("101", "those that are through do not count");
    }

    private Task<TestApp> StartAsync() => TestApp.StartAsync(
        map =>
        {
            map.MapRoomSockets("/validated", message => message.ReplyAsync("?"));
            map.MapRoomSockets<GatedHandler>("/handled").AllowAnonymous();
        },
        rooms => rooms
            .AddTokenValidator(async (_, _) =>
            {
                await PassAsync();
                return TokenResult.Success("ann");
            })
            .Services.AddRoomSockets(options => options.MaxHandshakes = Limit)
            .Services.AddSingleton(this),
        new FakeClock());

    private Task PassAsync()
    {
        _entered.Release();
        return _open.Task.WaitAsync(TestApp.Patience);
    }

    private sealed class GatedHandler(HandshakeLimitTests test) : RoomHandler
    {
        public override async ValueTask OnConnectingAsync(ConnectingContext context, CancellationToken cancellationToken) => await test.PassAsync();
    }
}
