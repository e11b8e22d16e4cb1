using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.Authentication;
using RoomSockets.FunctionalTests.V1;

namespace RoomSockets.FunctionalTests.Hosting;

/// <summary>Where the limit of a user or an address closes the oldest connection instead of refusing the newest.</summary>
public sealed class CloseOldestTests
{
    private const int Limit = 2;
    private const string From1 = "X-Forwarded-For: 192.0.2.1";
    private const string From2 = "X-Forwarded-For: 192.0.2.2";

    [Fact]
    public async Task PerUser_OneMore_ClosesTheOldestOfThatUser()
    {
        await using var app = await StartAsync(options => (options.MaxConnectionsPerUser, options.PerUserLimitMode) = (Limit, ConnectionLimitMode.CloseOldest));
        await using var ben = await app.ConnectAsync("/ws?token=ben");
        await using var first = await app.ConnectAsync("/ws?token=ann");
        await using var second = await app.ConnectAsync("/ws?token=ann");
        await AnswersAsync(first, second);

        await using var third = await app.ConnectAsync("/ws?token=ann");

        (await first.ReceiveCloseAsync()).Should().Be((1008, "too many connections"));
        await AnswersAsync(second, third, ben);
        await app.LeftAsync(3);
    }

    [Fact]
    public async Task PerUser_OfAV1Client_EndsWith4010AndDoesNotComeBack()
    {
        await using var app = await StartAsync(options => (options.MaxConnectionsPerUser, options.PerUserLimitMode) = (1, ConnectionLimitMode.CloseOldest));
        await using var first = await V1Client.ConnectAsync(app, "ann");

        await using var second = await V1Client.ConnectAsync(app, "ann");

        var (bye, code) = await first.ReadEndAsync();
        (code, bye!["code"]!.GetValue<int>(), bye["reconnect"]!.GetValue<bool>()).Should().Be((4010, 4010, false));
        await second.ExpectNothingAsync();
    }

    [Fact]
    public async Task PerAddress_OneMore_ClosesTheOldestOfThatAddress()
    {
        await using var app = await StartAsync(options => (options.MaxConnectionsPerAddress, options.PerAddressLimitMode) = (Limit, ConnectionLimitMode.CloseOldest));
        await using var other = await app.KnockAsync("/open", From2);
        await using var first = await app.KnockAsync("/open", From1);
        await using var second = await app.KnockAsync("/open", From1);

        await using var third = await app.KnockAsync("/open", From1);

        (third.Status, await first.ReadCloseAsync()).Should().Be((101, (1008, "too many connections")));
        foreach (var client in new[] { second, third, other })
        {
            await client.SendAsync("?");
            (await client.ReadTextAsync()).Should().Be("nobody");
        }
    }

    [Fact]
    public async Task Refused_WhoeverKnocks_ClosesNobody()
    {
        await using var app = await StartAsync(options =>
        {
            (options.MaxConnectionsPerAddress, options.PerAddressLimitMode) = (1, ConnectionLimitMode.CloseOldest);
            (options.MaxConnectionsPerUser, options.PerUserLimitMode) = (1, ConnectionLimitMode.CloseOldest);
        });
        await using var ann = await app.ConnectAsync("/ws?token=ann", options => options.SetRequestHeader("X-Forwarded-For", "192.0.2.1"));

        (await app.VerdictAsync("/ws?token=bad", From1)).Should().Be("403 token_invalid");
        (await app.VerdictAsync("/refusing?token=ann", From1)).Should().Be("403 forbidden");
        (await app.VerdictAsync("/ws", From1, "Upgrade:")).Should().StartWith("400");

        await AnswersAsync(ann);
    }

    /// <summary>However many come at once, the newest stay and the others are told why.</summary>
    [Fact]
    public async Task PerUser_ManyAtOnce_LeavesAsManyAsMayBe()
    {
        await using var app = await StartAsync(options => (options.MaxConnectionsPerUser, options.PerUserLimitMode) = (Limit, ConnectionLimitMode.CloseOldest));

        var clients = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => app.ConnectAsync("/ws?token=ann")));

        await TestApp.EventuallyAsync(async () => (await app.Rooms.CountAsync()).Connections == Limit, "as many as may be are left");
        var ends = clients.Select(EndAsync).ToList();
        await TestApp.EventuallyAsync(() => Task.FromResult(ends.Count(end => end.IsCompletedSuccessfully) >= clients.Length - Limit), "the others have heard");
        ends.Where(end => end.IsCompletedSuccessfully).Select(end => end.Result).Should().AllBe("1008 too many connections").And.HaveCount(clients.Length - Limit);
        await app.Rooms.DisconnectUserAsync("ann", CloseCode.NormalClosure);
        (await Task.WhenAll(ends)).Count(end => end == "1000 ").Should().Be(Limit);
        foreach (var client in clients) await client.DisposeAsync();
        await app.LeftAsync(0);

        static async Task<string> EndAsync(TestClient client)
        {
            var (code, reason) = await client.ReceiveCloseAsync();
            return $"{code} {reason}";
        }
    }

    [Fact]
    public async Task Places_OfThoseWhoKnockAndSayGoodbye_AreBounded()
    {
        await using var app = await StartAsync(options =>
        {
            (options.MaxConnectionsPerUser, options.PerUserLimitMode) = (1, ConnectionLimitMode.CloseOldest);
            options.CloseTimeout = TimeSpan.FromSeconds(60);
        });
        var silent = new List<RawClient>();
        for (var i = 0; i < 17; i++) silent.Add(await app.KnockAsync("/ws?token=ann"));

        (await app.BusyAsync("/ws?token=ann")).Should().Be("429 too_many_connections", "one is open, and sixteen do not hang up");

        foreach (var client in silent) await client.DisposeAsync();
        await app.LeftAsync(0);
    }

    private static async Task AnswersAsync(params TestClient[] clients)
    {
        foreach (var client in clients)
        {
            await client.SendAsync("?");
            (await client.ReceiveAsync()).Should().NotBeEmpty();
        }
    }

    private static Task<TestApp> StartAsync(Action<RoomSocketsOptions> limit) => TestApp.StartAsync(
        map =>
        {
            map.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor });
            map.MapDoor();
            map.MapDoor("/open").AllowAnonymous();
            map.MapRoomSockets<RefusingHandler>("/refusing");
        },
        rooms => rooms
            .AddTokenValidator((context, _) => ValueTask.FromResult(context.Token == "bad" ? TokenResult.Failure() : TokenResult.Success(context.Token)))
            .Services.AddRoomSockets(limit));

    private sealed class RefusingHandler : RoomHandler
    {
        public override ValueTask OnConnectingAsync(ConnectingContext context, CancellationToken cancellationToken)
        {
            context.Refuse(detail: "Nobody comes in here.");
            return ValueTask.CompletedTask;
        }
    }
}
