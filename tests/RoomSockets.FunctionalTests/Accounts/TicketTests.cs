using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.Client;
using RoomSockets.FunctionalTests.Authentication;
using RoomSockets.FunctionalTests.Lifecycle;
using RoomSockets.FunctionalTests.V1;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.Accounts;

/// <summary>A ticket opens one socket, once and soon, as the user and for the life of the token that it was asked for with.</summary>
public sealed class TicketTests
{
    private const string Good = "101";
    private const string Bad = "403 token_invalid";

    [Fact]
    public async Task Ticket_InTheUrl_OpensOneSocketAsItsUser()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        await api.SignInAsync("ann");

        var reply = await api.PostAsync("ticket");

        (reply.Status, reply.Json["expires_in"]!.GetValue<int>(), reply.Header("Cache-Control")).Should().Be((200, 30, "no-store"));
        var ticket = reply.Json["ticket"]!.GetValue<string>();
        ticket.Should().MatchRegex("^Ticket_[0-9a-f]{64}$");
        await using var ann = await app.ConnectAsync($"/ws/lobby?ticket={ticket}");
        (await app.Rooms.GetMembersAsync("lobby")).Should().ContainSingle().Which.UserName.Should().Be("ann");
        (await app.RefusalAsync($"/ws/lobby?ticket={ticket}")).Should().Be(Bad, "it is used up");
    }

    /// <summary>Clients put what they are given where a token goes.</summary>
    [Theory]
    [InlineData("/ws/lobby?token={0}", "X-Nothing: 1")]
    [InlineData("/ws/lobby?access_token={0}", "X-Nothing: 1")]
    [InlineData("/ws/lobby", "Authorization: Bearer {0}")]
    [InlineData("/ws/lobby", "Sec-WebSocket-Protocol: roomsockets.raw, roomsockets.bearer.{0}")]
    [InlineData("/ws/lobby", "Sec-WebSocket-Protocol: roomsockets.v1.json, roomsockets.bearer.{0}")]
    public async Task Ticket_WhereATokenGoes_OpensASocketOnce(string path, string header)
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        await api.SignInAsync("ann");
        var ticket = await TicketAsync(api);

        (await KnockAsync(app, path, header, ticket)).Should().Be(Good);
        (await KnockAsync(app, path, header, ticket)).Should().Be(Bad);
    }

    [Fact]
    public async Task Ticket_PresentedByManyAtOnce_LetsOneIn()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        await api.SignInAsync("ann");
        var ticket = await TicketAsync(api);

        var verdicts = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => app.RefusalAsync($"/ws/lobby?ticket={ticket}")));

        verdicts.Order(StringComparer.Ordinal).Should().Equal([Good, .. Enumerable.Repeat(Bad, 11)]);
    }

    [Fact]
    public async Task Ticket_OverRest_IsNobodyAndNotUsedUp()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        await api.SignInAsync("ann");
        var ticket = await TicketAsync(api);

        api.Token = ticket;
        (await api.GetAsync("me")).Problem.Should().Be((401, "token_invalid"));
        (await api.PostAsync("ticket")).Problem.Should().Be((401, "token_invalid"));
        api.Token = null;
        (await api.GetAsync($"me?ticket={ticket}")).Problem.Should().Be((401, "token_invalid"));
        (await api.PostAsync("ticket")).Problem.Should().Be((401, "token_missing"));

        (await app.RefusalAsync($"/ws/lobby?ticket={ticket}")).Should().Be(Good);
    }

    [Fact]
    public async Task Ticket_OfARefusedHandshake_IsUsedUp()
    {
        await using var app = await AccountApp.StartAsync(add: rooms => rooms.Services.AddSingleton<IRoomAuthorizer, NoCellar>());
        using var api = new Api(app.Http);
        await api.SignInAsync("ann");
        var ticket = await TicketAsync(api);

        (await app.RefusalAsync($"/ws/cellar?ticket={ticket}")).Should().Be("403 room");
        (await app.RefusalAsync($"/ws/lobby?ticket={ticket}")).Should().Be(Bad);
    }

    [Theory]
    [InlineData(29.9, Good)]
    [InlineData(30, "403 token_expired")]
    public async Task Ticket_AtItsEnd_OpensNothing(double seconds, string verdict)
    {
        var clock = new FakeClock();
        await using var app = await AccountApp.StartAsync(clock: clock);
        using var api = new Api(app.Http);
        await api.SignInAsync("ann");
        var ticket = await TicketAsync(api);

        clock.Advance(TimeSpan.FromSeconds(seconds));

        (await app.RefusalAsync($"/ws/lobby?ticket={ticket}")).Should().Be(verdict);
    }

    [Fact]
    public async Task Tickets_OneMoreThanAUserMayHave_TheOldestGoes()
    {
        await using var app = await AccountApp.StartAsync(accounts => accounts.MaxTicketsPerUser = 2);
        using var api = new Api(app.Http);
        await api.SignInAsync("ann");
        string[] tickets = [await TicketAsync(api), await TicketAsync(api), await TicketAsync(api)];

        foreach (var (ticket, verdict) in tickets.Zip([Bad, Good, Good])) (await app.RefusalAsync($"/ws/lobby?ticket={ticket}")).Should().Be(verdict);
    }

    [Fact]
    public async Task Logout_OfTheToken_ClosesTheSocketAndVoidsTheTickets()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        await api.SignInAsync("ann");
        await using var raw = await app.ConnectAsync($"/ws/lobby?ticket={await TicketAsync(api)}");
        await using var v1 = await V1Client.ConnectAsync(app, await TicketAsync(api), "/ws/lobby");
        var unused = await TicketAsync(api);

        await api.PostAsync("logout");

        (await raw.ReceiveCloseAsync()).Should().Be((1008, "token_invalid"));
        (await v1.ReadEndAsync()).Code.Should().Be(4001);
        (await app.RefusalAsync($"/ws/lobby?ticket={unused}")).Should().Be(Bad);
    }

    [Fact]
    public async Task Socket_OpenedWithATicket_EndsWithTheToken()
    {
        var clock = new FakeClock();
        await using var app = await AccountApp.StartAsync(
            accounts => (accounts.TokenLifetime, accounts.SlidingTokens) = (TimeSpan.FromMinutes(1), false),
            rooms => rooms.Services.Configure<RoomSocketsOptions>(options => (options.PingInterval, options.DeadAfter) = (TimeSpan.FromHours(1), TimeSpan.FromHours(2))),
            clock: clock);
        using var api = new Api(app.Http);
        await api.SignInAsync("ann");
        clock.Advance(TimeSpan.FromSeconds(30));
        await using var ann = await V1Client.ConnectAsync(app, await TicketAsync(api), "/ws/lobby");

        ann.Welcome["tokenExpiresIn"]!.GetValue<int>().Should().Be(30, "half of the token's life is over");
        await ann.ReadAsync("joined");
        clock.Advance(TimeSpan.FromSeconds(30.5));

        (await ann.ReadEndAsync()).Code.Should().Be(4202);
    }

    /// <summary>Clients that are given a new ticket for each connection bring a new one for a refresh, too.</summary>
    [Fact]
    public async Task Auth_WithATicket_IsATokenLikeAnother()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        await api.SignInAsync("ann");
        await using var ann = await V1Client.ConnectAsync(app, await TicketAsync(api), "/ws/lobby");
        await ann.ReadAsync("joined");
        var ticket = await TicketAsync(api);

        await ann.SendAsync($$"""{"type":"auth","id":1,"token":"{{ticket}}"}""");
        (await ann.ReadAsync("ack"))["tokenExpiresIn"]!.GetValue<int>().Should().BeGreaterThan(1000);
        await ann.SendAsync($$"""{"type":"auth","id":2,"token":"{{ticket}}"}""");

        (await ann.ReadAsync("error")).Code().Should().Be("token_invalid");
    }

    [Fact]
    public async Task Client_ForDotNet_AsksForATicketAtEachConnection()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        await api.SignInAsync("ann");
        var asked = 0;
        await using var client = new RoomSocketsClient(new Uri(app.Ws, "/ws/lobby"), options =>
        {
            options.Jitter = static () => 0.02;
            options.Token = async (_, _) =>
            {
                Interlocked.Increment(ref asked);
                return await TicketAsync(api);
            };
        });
        await client.ConnectAsync().Patiently();
        var (first, user) = ((await app.OnlyConnectionAsync()).Id, client.User?.Name);

        await app.Rooms.DisconnectAsync(first, CloseCode.ServiceRestart);

        await TestApp.EventuallyAsync(async () => await app.Rooms.GetMembersAsync("lobby") is [{ Id: var now }] && now != first, "it has come back");
        (user, asked).Should().Be(("ann", 2));
    }

    [Fact]
    public async Task Ticket_WhateverBecomesOfIt_IsInNoLogLineAndNoAnswer()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        await api.SignInAsync("ann");
        var ticket = await TicketAsync(api);
        foreach (var path in new[] { $"/ws/lobby?ticket={ticket}", $"/ws/lobby?ticket={ticket}", $"/ws/lobby?ticket={ticket}&ticket=Ticket_other" })
        {
            await using var knock = await app.KnockAsync(path);
            (knock.Body + string.Join(' ', knock.Headers.Values)).Should().NotContain(ticket);
        }

        await app.LeftAsync(0);
        var key = ticket["Ticket_".Length..];
        var ours = app.Logs.Entries.Where(entry => entry.Category.StartsWith("RoomSockets", StringComparison.Ordinal)).ToList();
        ours.Should().NotBeEmpty().And.NotContain(entry => $"{entry.Text} {entry.Error}".Contains(key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Query_WithATicketOfTheHostsOwn_IsNoneOfOurs()
    {
        await using var app = await TestApp.StartAsync(map => map.MapDoor().AllowAnonymous(), rooms => rooms.AddMemoryStore());

        (await app.WhoAsync("/ws?ticket=ST-1856-theirs")).Should().Be("nobody");
        (await app.RefusalAsync($"/ws?ticket=Ticket_{new string('0', 64)}")).Should().Be(Bad, "who brings one means to be somebody");
        (await app.RefusalAsync($"/ws?ticket=Ticket_{new string('0', 64)}&ticket=Ticket_{new string('1', 64)}")).Should().Be("400 bad_value");
    }

    [Fact]
    public async Task Tickets_SwitchedOff_AreNotIssued()
    {
        await using var app = await AccountApp.StartAsync(api: options => options.Tickets = false);
        using var api = new Api(app.Http);
        await api.SignInAsync("ann");

        (await api.PostAsync("ticket")).Status.Should().Be(404);
    }

    private static async Task<string> TicketAsync(Api api) => (await api.PostAsync("ticket")).Json["ticket"]!.GetValue<string>();

    private static Task<string> KnockAsync(TestApp app, string path, string header, string ticket) =>
        app.RefusalAsync(path.Replace("{0}", ticket, StringComparison.Ordinal), header.Replace("{0}", ticket, StringComparison.Ordinal));

    private sealed class NoCellar : IRoomAuthorizer
    {
        public ValueTask<bool> AllowsAsync(RoomOperation operation, string room, System.Security.Claims.ClaimsPrincipal user, CancellationToken cancellationToken) => ValueTask.FromResult(room != "cellar");
    }
}
