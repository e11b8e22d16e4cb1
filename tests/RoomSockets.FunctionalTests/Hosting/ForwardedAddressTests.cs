using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.Accounts;

namespace RoomSockets.FunctionalTests.Hosting;

/// <summary>Whose address it is decides the server's host, never a client: a forwarded one counts where ForwardedHeaders is configured, and from its proxies alone.</summary>
public sealed class ForwardedAddressTests
{
    private static readonly string[] Forged =
    [
        "X-Forwarded-For: 192.0.2.7", "X-Forwarded-For: 192.0.2.8, 192.0.2.9", "Forwarded: for=192.0.2.7", "X-Real-IP: 192.0.2.7", "X-Original-For: 192.0.2.7", "CF-Connecting-IP: 192.0.2.7", "True-Client-IP: 192.0.2.7",
    ];

    [Fact]
    public async Task Forged_WhereNothingIsConfigured_ChangesNothing()
    {
        await using var app = await StartAsync(forwarded: null);
        (await AddressAsync(app)).Should().Be("127.0.0.1");
        foreach (var header in Forged) (await AddressAsync(app, header)).Should().Be("127.0.0.1", header);

        await using var first = await app.ConnectAsync("/ws");
        foreach (var header in Forged) (await app.BusyAsync("/ws", header)).Should().Be("429 too_many_connections", header);

        Refusals(app).Should().NotBeEmpty().And.OnlyContain(line => line.Contains("of 127.0.0.1 was", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Forwarded_WhereItIsConfigured_IsTheAddressOfLimitsAndLogs()
    {
        await using var app = await StartAsync(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor });
        (await AddressAsync(app, "X-Forwarded-For: 192.0.2.7")).Should().Be("192.0.2.7");
        (await AddressAsync(app, "X-Forwarded-For: 203.0.113.9, 192.0.2.7")).Should().Be("192.0.2.7", "what the proxy added stands last; before it stands what the client said");

        await using var first = await app.KnockAsync("/ws", "X-Forwarded-For: 192.0.2.7");
        (await app.BusyAsync("/ws", "X-Forwarded-For: 192.0.2.7")).Should().Be("429 too_many_connections");
        (await app.BusyAsync("/ws", "X-Forwarded-For: 203.0.113.9, 192.0.2.7")).Should().Be("429 too_many_connections", "a client cannot hide behind an address of its choice");
        (await app.VerdictAsync("/ws", "X-Forwarded-For: 192.0.2.8")).Should().Be("101");

        Refusals(app).Should().NotBeEmpty().And.OnlyContain(line => line.Contains("of 192.0.2.7 was", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Forwarded_OfSomebodyWhoIsNoProxy_ChangesNothing()
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        options.KnownProxies.Add(IPAddress.Parse("10.0.0.1"));
        await using var app = await StartAsync(options);

        (await AddressAsync(app, "X-Forwarded-For: 192.0.2.7")).Should().Be("127.0.0.1");
        await using var first = await app.ConnectAsync("/ws");
        (await app.BusyAsync("/ws", "X-Forwarded-For: 192.0.2.7")).Should().Be("429 too_many_connections");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ban_OfAnAddress_GoesByTheSameAddress(bool isConfigured)
    {
        await using var app = await StartAsync(isConfigured ? new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor } : null);
        await app.Rooms.BanAsync(BanSubject.OfAddress(IPAddress.Parse("192.0.2.7")));

        (await app.VerdictAsync("/ws", "X-Forwarded-For: 192.0.2.7")).Should().Be(isConfigured ? "403 banned" : "101", "a header bans nobody, and unbans nobody");
        await app.LeftAsync(0);
        await app.Rooms.BanAsync(BanSubject.OfAddress(IPAddress.Loopback));
        (await app.VerdictAsync("/ws", "X-Forwarded-For: 192.0.2.8")).Should().Be(isConfigured ? "101" : "403 banned");
    }

    /// <summary>Whoever has one address of IPv6 has its whole network.</summary>
    [Fact]
    public async Task Limit_OfIPv6_IsOfTheNetwork()
    {
        await using var app = await StartAsync(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor });
        await using var first = await app.KnockAsync("/ws", "X-Forwarded-For: 2001:db8:1:2::1");
        await using var mapped = await app.KnockAsync("/ws", "X-Forwarded-For: 192.0.2.7");

        (await app.BusyAsync("/ws", "X-Forwarded-For: 2001:db8:1:2:ffff::9")).Should().Be("429 too_many_connections");
        (await app.BusyAsync("/ws", "X-Forwarded-For: ::ffff:192.0.2.7")).Should().Be("429 too_many_connections", "it is the same address in another form");
        (await app.VerdictAsync("/ws", "X-Forwarded-For: 2001:db8:1:3::1")).Should().Be("101");
    }

    [Theory]
    [InlineData(false, 429)]
    [InlineData(true, 201)]
    public async Task Registrations_GoByTheSameAddress(bool isConfigured, int status)
    {
        await using var app = await TestApp.StartAsync(
            map =>
            {
                if (isConfigured) map.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor });
                map.MapRoomSocketsApi("/api");
            },
            rooms => rooms.AddMemoryStore().ConfigureAccounts(accounts => (accounts.PasswordCost, accounts.MaxRegistrationsPerAddress) = (4, 1)));
        using var api = new Api(app.Http);

        (await RegisterAsync("ann", "192.0.2.1")).Status.Should().Be(201);
        (await RegisterAsync("ben", "192.0.2.2")).Status.Should().Be(status);

        Task<ApiReply> RegisterAsync(string username, string from) =>
            api.PostAsync("register", new { username, password = "a good password" }, request => request.Headers.Add("X-Forwarded-For", from));
    }

    private static IEnumerable<string> Refusals(TestApp app) =>
        app.Logs.Entries.Select(entry => entry.Text).Where(line => line.StartsWith("A handshake of", StringComparison.Ordinal));

    /// <summary>The address as a handler sees it; the connection is gone again afterwards.</summary>
    private static async Task<string> AddressAsync(TestApp app, params string[] headers)
    {
        await using (var client = await app.KnockAsync("/ws", headers))
        {
            client.Status.Should().Be(101, client.Body);
            await client.SendAsync("where am I?");
            var address = await client.ReadTextAsync();
            client.Reset();
            await app.LeftAsync(0);
            return address;
        }
    }

    private static Task<TestApp> StartAsync(ForwardedHeadersOptions? forwarded) => TestApp.StartAsync(
        map =>
        {
            if (forwarded is not null) map.UseForwardedHeaders(forwarded);
            map.MapRoomSockets("/ws", message => message.ReplyAsync($"{message.Connection.Request.RemoteAddress}")).AllowAnonymous();
        },
        rooms => rooms.AddMemoryStore().Services.Configure<RoomSocketsOptions>(options => options.MaxConnectionsPerAddress = 1));
}
