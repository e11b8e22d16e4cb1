using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.FunctionalTests.Hosting;

public sealed class ConnectionLimitTests
{
    private const int Limit = 3;

    [Fact]
    public Task MaxConnections_OneMore_Gets503() =>
        HoldsAsync(options => options.MaxConnections = Limit, "503 overloaded");

    [Fact]
    public Task MaxConnectionsPerAddress_OneMore_Gets429() =>
        HoldsAsync(options => options.MaxConnectionsPerAddress = Limit, "429 too_many_connections");

    [Fact]
    public Task MaxConnectionsPerUser_OneMore_Gets429() =>
        HoldsAsync(options => options.MaxConnectionsPerUser = Limit, "429 too_many_connections");

    [Fact]
    public async Task MaxConnectionsPerUser_OfOneUser_LeavesTheOthersAlone()
    {
        await using var app = await StartAsync(options => options.MaxConnectionsPerUser = 1);
        await using var ann = await app.ConnectAsync("/ws?token=ann");

        (await app.BusyAsync("/ws?token=ann")).Should().Be("429 too_many_connections");
        (await app.VerdictAsync("/ws?token=bob")).Should().Be("101");
        (await app.VerdictAsync("/open")).Should().Be("101");
        (await app.VerdictAsync("/open")).Should().Be("101", "nobody is not one user");
    }

    [Fact]
    public async Task MaxConnectionsPerAddress_OfOneAddress_LeavesTheOthersAlone()
    {
        await using var app = await StartAsync(options => options.MaxConnectionsPerAddress = 1);
        await using var first = await app.KnockAsync("/open", "X-Forwarded-For: 192.0.2.1");

        first.Status.Should().Be(101);
        (await app.BusyAsync("/open", "X-Forwarded-For: 192.0.2.1")).Should().Be("429 too_many_connections");
        (await app.VerdictAsync("/open", "X-Forwarded-For: 192.0.2.2")).Should().Be("101");
    }

    /// <summary>limit-1, limit, limit+1; a refusal takes no place; a place that becomes free can be taken again.</summary>
    private static async Task HoldsAsync(Action<RoomSocketsOptions> limit, string verdict)
    {
        await using var app = await StartAsync(limit);
        for (var i = 0; i < 2 * Limit; i++) (await app.VerdictAsync("/ws?token=bad")).Should().Be("403 token_invalid");
        for (var i = 0; i < 2 * Limit; i++) (await app.VerdictAsync("/ws?token=guest")).Should().Be("403 forbidden", "the handler refuses guests");
        await app.LeftAsync(0);
        var inside = new List<TestClient>();
        for (var i = 0; i < Limit; i++) inside.Add(await app.ConnectAsync("/ws?token=ann"));

        for (var i = 0; i < 2 * Limit; i++) (await app.BusyAsync("/ws?token=ann")).Should().Be(verdict);
        await inside[0].CloseAsync();
        await app.LeftAsync(Limit - 1);
        inside.Add(await app.ConnectAsync("/ws?token=ann"));
        (await app.BusyAsync("/ws?token=ann")).Should().Be(verdict);
        inside[1].Abort();
        await app.LeftAsync(Limit - 1);
        inside.Add(await app.ConnectAsync("/ws?token=ann"));
        (await app.BusyAsync("/ws?token=ann")).Should().Be(verdict);

        foreach (var client in inside) await client.DisposeAsync();
        await app.LeftAsync(0);
    }

    private static Task<TestApp> StartAsync(Action<RoomSocketsOptions> limit) => TestApp.StartAsync(
        map =>
        {
            map.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor });
            map.MapRoomSockets<NoGuestsHandler>("/ws");
            map.MapRoomSockets<NoGuestsHandler>("/open").AllowAnonymous();
        },
        rooms => rooms
            .AddTokenValidator((context, _) => ValueTask.FromResult(context.Token == "bad" ? TokenResult.Failure() : TokenResult.Success(context.Token)))
            .Services.AddRoomSockets(limit));

    private sealed class NoGuestsHandler : RoomHandler
    {
        public override ValueTask OnConnectingAsync(ConnectingContext context, CancellationToken cancellationToken)
        {
            if (context.Connection.UserId == "guest") context.Refuse(detail: "Guests stay outside.");
            return ValueTask.CompletedTask;
        }
    }
}
