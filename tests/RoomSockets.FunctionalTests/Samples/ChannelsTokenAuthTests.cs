using System.Text.Json.Nodes;
using RoomSockets.Databases;
using RoomSockets.FunctionalTests.Accounts;

namespace RoomSockets.FunctionalTests.Samples;

/// <summary>The consumer with token authentication, as a client of the tutorial sees it; on each database.</summary>
public sealed class ChannelsTokenAuthTests
{
    [Theory]
    [Databases]
    public async Task Login_AsAFormPost_GivesABareKeyThatOpensTheSocket(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = await StartAsync(database);
        using var api = new Api(host.Http);
        await api.PostFormAsync("register/", ("username", "ann"), ("password", "secret password"));

        var login = await api.PostFormAsync("login/", ("username", "ann"), ("password", "secret password"));
        var json = await api.PostAsync("login", new { username = "ann", password = "secret password" });
        var wrong = await api.PostFormAsync("login/", ("username", "ann"), ("password", "wrong"));

        login.Json.AsObject().Select(pair => pair.Key).Should().Equal("token");
        var key = login.Json["token"]!.GetValue<string>();
        key.Should().MatchRegex("^[0-9a-f]{40,}$");
        json.Status.Should().Be(200);
        wrong.Problem.Should().Be((401, "bad_credentials"));
        wrong.Text.Should().NotContain("token\"");
        host.Lines.Should().Contain("ann has a token.");
        // A page that was opened from disk.
        await using var client = await host.ConnectAsync($"/?token={key}", options => options.SetRequestHeader("Origin", "null"));
        await client.SendAsync("""{"command":"Say hello !","data_string":"Grüße 🎉"}""");
        var answer = JsonNode.Parse(await client.ReceiveAsync())!.AsObject();
        answer.Select(pair => (pair.Key, pair.Value!.GetValue<string>())).Should().Equal(
            ("command_response", "The command to say hello was received "), ("data_string_bacK", "Grüße 🎉"));
    }

    [Fact]
    public async Task Command_ThatIsAnother_GetsNoReply()
    {
        await using var database = await TestDatabase.CreateAsync("SQLite");
        await using var host = await StartAsync(database);
        using var api = new Api(host.Http);
        await using var client = await host.ConnectAsync($"/?token={await api.SignInAsync("ann")}");

        await client.SendAsync("""{"command":"Say goodbye !","data_string":"x"}""");
        await client.SendAsync("""{"command":"Say hello !","data_string":"y"}""");

        (await client.ReceiveAsync()).Should().Contain("\"y\"", "the first one got no reply");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/?token=unknown")]
    public async Task Socket_OfAStranger_IsAnonymousAndTheApplicationDecides(string path)
    {
        await using var database = await TestDatabase.CreateAsync("SQLite");
        await using var host = await StartAsync(database);

        await using var client = await host.KnockAsync(path);

        (client.Status, client.Body).Should().Match<(int Status, string Body)>(answer => answer.Status == 403 && answer.Body.Contains("\"anonymous\""));
        await using var unknown = await host.KnockAsync("/nowhere");
        unknown.Status.Should().Be(404);
    }

    private static Task<SampleHost> StartAsync(TestDatabase database) => SampleHost.StartAsync(
        "ChannelsTokenAuth", $"--Database={(database.IsSqlite ? "Sqlite" : "PostgreSql")}", $"--ConnectionStrings:RoomSockets={database.Connection}", "--RoomSockets:Accounts:PasswordCost=4");
}
