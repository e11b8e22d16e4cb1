using RoomSockets.Databases;
using RoomSockets.FunctionalTests.Accounts;

namespace RoomSockets.FunctionalTests.Samples;

/// <summary>The chat with accounts and stored alerts, as a client of the tutorial sees it; MinimalHost on each database.</summary>
public sealed class SystemATests
{
    private static readonly object Ann = new { username = "ann", password = "secret password" };

    [Theory]
    [Databases]
    public async Task Accounts_RegisterLoginLogout_AreAsTheTutorialHasThem(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = await StartAsync(database);
        using var api = new Api(host.Http);

        var created = await api.PostAsync("register", Ann);
        var again = await api.PostAsync("register", Ann);
        var login = await api.PostAsync("login", Ann);
        var wrong = await api.PostAsync("login", new { username = "ann", password = "wrong password" });
        var unknown = await api.PostAsync("login", new { username = "nobody", password = "wrong password" });

        (created.Status, created.Text).Should().Be((201, """{"message":"User created successfully"}"""));
        (again.Status, Detail(again)).Should().Be((400, "Username already registered"));
        login.Status.Should().Be(200);
        var token = login.Json["token"]!.GetValue<string>();
        token.Should().MatchRegex("^Token_[0-9a-f]{40,}$");
        (wrong.Status, Detail(wrong)).Should().Be((401, "Incorrect username or password"));
        (unknown.Status, unknown.Text).Should().Be((401, wrong.Text));

        await using var client = await host.ConnectAsync($"/ws/1?token={token}");
        (await api.PostAsync("logout", new { token })).Text.Should().Be("\"ok\"");
        (await client.ReceiveCloseAsync()).Code.Should().Be(1008);
        (await api.PostAsync("logout", new { token })).Text.Should().Be("\"ok\"", "a token that is unknown by now");
        await using var after = await host.KnockAsync($"/ws/1?token={token}");
        after.Status.Should().Be(403);
        await using var without = await host.KnockAsync("/ws/1");
        without.Status.Should().Be(401);

        await host.StopAsync();
        host.Lines.Should().NotContain(static line => line.StartsWith("warn:", StringComparison.Ordinal) || line.StartsWith("fail:", StringComparison.Ordinal), "all went as it should");
    }

    [Theory]
    [Databases]
    public async Task Chat_OfTheVueClient_IsRelayedStoredAndListed(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = await StartAsync(database);
        using var api = new Api(host.Http);
        var annsToken = await api.SignInAsync("ann");
        var bensToken = await api.SignInAsync("ben");
        await using var ann = await host.ConnectAsync($"/ws/lobby?token={annsToken}");
        await using var ben = await host.ConnectAsync($"/ws/lobby?token={bensToken["Token_".Length..]}");

        await ann.SendAsync("""{"message":"Hello Ben"}""");
        (await ann.ReceiveAsync()).Should().Be("Hello Ben");
        (await ben.ReceiveAsync()).Should().Be("Hello Ben");
        await ben.SendAsync("plain text");
        (await ann.ReceiveAsync()).Should().Be("plain text");

        var rooms = (await api.GetAsync("rooms")).Json.AsArray();
        rooms.Should().ContainSingle();
        rooms[0]!["name"]!.GetValue<string>().Should().Be("lobby", "it is seeded");
        rooms[0]!["users"]!.AsArray().Select(user => user!["username"]!.GetValue<string>()).Should().Equal("ann", "ben");
        var alerts = (await api.GetAsync($"alerts?room_id={rooms[0]!["id"]}")).Json.AsArray();
        alerts.Select(alert => alert!["content"]!.GetValue<string>()).Should().Equal("Hello Ben", "plain text");
        alerts.Select(alert => alert!["user_id"]!.GetValue<long>()).Should().Equal(rooms[0]!["users"]!.AsArray().Select(user => user!["id"]!.GetValue<long>()));
    }

    [Theory]
    [Databases]
    public async Task Restart_KeepsUsersTokensRoomsAndHistory(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        string token;
        await using (var host = await StartAsync(database))
        {
            using var api = new Api(host.Http);
            token = await api.SignInAsync("ann");
            await using var client = await host.ConnectAsync($"/ws/lobby?token={token}");
            for (var i = 1; i <= 3; i++)
            {
                await client.SendAsync($"{i}");
                await client.ReceiveAsync();
            }
        }

        await using var again = await StartAsync(database);
        using var after = new Api(again.Http) { Token = token };
        Contents(await after.GetAsync("alerts?room=lobby")).Should().Equal("1", "2", "3");
        await using var back = await again.ConnectAsync($"/ws/lobby?token={token}");
        await back.SendAsync("4");
        await back.ReceiveAsync();
        Contents(await after.GetAsync("alerts?room=lobby")).Should().Equal("1", "2", "3", "4");
        (await after.GetAsync("rooms")).Json[0]!["users"]![0]!["username"]!.GetValue<string>().Should().Be("ann");
    }

    [Fact]
    public async Task VueClient_OfAnotherOrigin_WorksOnceItIsConfigured()
    {
        const string Vue = "http://localhost:5174";
        await using var host = await SampleHost.StartAsync("MinimalHost", "--Database=Memory", "--environment=Production", $"--RoomSockets:AllowedOrigins:0={Vue}", "--RoomSockets:Accounts:PasswordCost=4");
        using var api = new Api(host.Http);
        var token = await api.SignInAsync("ann");

        foreach (var (origin, isAllowed) in new[] { (Vue, true), ("http://localhost:9999", false) })
        {
            var rooms = await api.SendAsync(HttpMethod.Get, "rooms", content: null, request => request.Headers.Add("Origin", origin));
            rooms.Header("Access-Control-Allow-Origin").Should().Be(isAllowed ? origin : null);
            await using var knock = await host.KnockAsync($"/ws/lobby?token={token}", $"Origin: {origin}");
            knock.Status.Should().Be(isAllowed ? 101 : 403);
        }
    }

    private static Task<SampleHost> StartAsync(TestDatabase database) => SampleHost.StartAsync(
        "MinimalHost", $"--Database={(database.IsSqlite ? "Sqlite" : "PostgreSql")}", $"--ConnectionStrings:RoomSockets={database.Connection}", "--RoomSockets:Accounts:PasswordCost=4");

    private static string? Detail(ApiReply reply) => reply.Json["detail"]?.GetValue<string>();

    private static IEnumerable<string> Contents(ApiReply reply) => reply.Json.AsArray().Select(alert => alert!["content"]!.GetValue<string>());
}
