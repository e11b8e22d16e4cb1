using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace RoomSockets.FunctionalTests.Samples;

/// <summary>System B, row by row, and its exercises.</summary>
public sealed class SystemBTests
{
    private const string Key = "a key of the tests, long enough for HS256";

    [Fact]
    public async Task Root_SaysWhatToDo()
    {
        await using var host = await StartAsync();
        using var http = host.CreateClient();

        (await http.GetStringAsync(new Uri("/", UriKind.Relative))).Should().Be(
            "{\"message\":\"WebSocket Chat API is running\",\"instructions\":\"Get a token via POST /token, then connect to /ws/{room}?token=your_token\"}");
    }

    [Theory]
    [InlineData("alice", "wonderland")]
    [InlineData("bob", "builder")]
    public async Task Token_ForAUser_IsAnHs256JwtForHalfAnHour(string name, string password)
    {
        await using var host = await StartAsync();
        using var http = host.CreateClient();

        using var answer = await PostAsync(http, name, password);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        body.EnumerateObject().Select(property => property.Name).Should().Equal("access_token", "token_type");
        body.GetProperty("token_type").GetString().Should().Be("bearer");
        var parts = body.GetProperty("access_token").GetString()!.Split('.');
        Decode(parts[0]).GetProperty("alg").GetString().Should().Be("HS256");
        Decode(parts[1]).GetProperty("sub").GetString().Should().Be(name);
        var ends = DateTimeOffset.FromUnixTimeSeconds(Decode(parts[1]).GetProperty("exp").GetInt64());
        ends.Should().BeCloseTo(DateTimeOffset.UtcNow.AddMinutes(30), TimeSpan.FromMinutes(1));
        parts[2].Should().Be(Sign($"{parts[0]}.{parts[1]}"));
    }

    [Theory]
    [InlineData("alice", "builder")]
    [InlineData("eve", "wonderland")]
    [InlineData("", "")]
    public async Task Token_ForAnybodyElse_Is401WithWwwAuthenticate(string name, string password)
    {
        await using var host = await StartAsync();
        using var http = host.CreateClient();

        using var answer = await PostAsync(http, name, password);

        answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.ToString().Should().Be("Bearer");
    }

    public static TheoryData<string?, int> BadTokens => new()
    {
        { null, 401 },
        { "nonsense", 403 },
        { "a.b.c", 403 },
        { Forge("alice", -60), 403 },
        { Forge("eve", 600), 403 },
        { Forge("alice", 600)[..^2] + "xx", 403 },
        { Forge("alice", 600, """{"alg":"none","typ":"JWT"}"""), 403 },
        { Forge("alice", 600, """{"alg":"none"}""").Split('.')[0] + "." + Forge("alice", 600).Split('.')[1] + ".", 403 },
    };

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task Socket_WithABadToken_IsRefusedBeforeTheUpgrade(string? token, int status)
    {
        await using var host = await StartAsync();

        await using var client = await host.KnockAsync(token is null ? "/ws/lobby" : $"/ws/lobby?token={token}");

        client.Status.Should().Be(status);
    }

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task Socket_WithABadToken_IsClosedWith1008WhereTheHostSaysSo(string? token, int status)
    {
        await using var host = await StartAsync("--RoomSockets:Refusal", "AcceptThenClose");

        await using var client = await host.ConnectAsync(token is null ? "/ws/lobby" : $"/ws/lobby?token={token}");

        var (code, reason) = await client.ReceiveCloseAsync();
        code.Should().Be(1008);
        reason.Should().BeOneOf(status == 401 ? ["token_missing"] : ["token_invalid", "token_expired"]);
    }

    [Fact]
    public async Task Chat_JoiningSpeakingLeaving_IsToldToEveryoneInTheRoom()
    {
        await using var host = await StartAsync();
        await using var alice = await JoinAsync(host, "/ws/lobby", "alice");
        (await alice.ReceiveAsync()).Should().Be("Server: alice has joined the chat", "the joiner hears it, too");
        await using var elsewhere = await JoinAsync(host, "/ws/garden", "alice");
        (await elsewhere.ReceiveAsync()).Should().Be("Server: alice has joined the chat");
        await using var bob = await JoinAsync(host, "/ws/lobby", "bob");

        (await alice.ReceiveAsync()).Should().Be("Server: bob has joined the chat");
        (await bob.ReceiveAsync()).Should().Be("Server: bob has joined the chat");
        await bob.SendAsync("hello");
        (await alice.ReceiveAsync()).Should().Be("bob: hello");
        (await bob.ReceiveAsync()).Should().Be("bob: hello");
        await bob.CloseAsync();
        (await alice.ReceiveAsync()).Should().Be("Server: bob has left the chat");
        await elsewhere.SendAsync("quiet here");
        (await elsewhere.ReceiveAsync()).Should().Be("alice: quiet here", "other rooms hear nothing of it");
    }

    [Fact]
    public async Task Logging_OfALife_NamesThePeerAndNeverContentOrToken()
    {
        await using var host = await StartAsync();
        var token = Forge("alice", 600);
        await using (var alice = await host.ConnectAsync($"/ws/lobby?token={token}"))
        {
            await alice.ReceiveAsync();
            await alice.SendAsync("a secret of mine");
            await alice.ReceiveAsync();
            await alice.CloseAsync();
        }

        await host.StopAsync();

        var lines = host.Lines.Where(line => line.Contains("127.0.0.1:", StringComparison.Ordinal) && !line.Contains("http://", StringComparison.Ordinal)).ToList();
        lines.Should().HaveCountGreaterThanOrEqualTo(4, "attempt, accepted, a message, closed");
        lines.Should().Contain(line => line.Contains("16 bytes", StringComparison.Ordinal), "a message's size is told");
        host.Lines.Should().NotContain(line => line.Contains("secret of mine", StringComparison.Ordinal) || line.Contains(token, StringComparison.Ordinal) || line.Contains(token.Split('.')[2], StringComparison.Ordinal));
    }

    [Fact]
    public async Task RateLimit_TheEleventhOfAMinute_IsAnsweredAndNotBroadcast()
    {
        await using var host = await StartAsync();
        await using var alice = await JoinAsync(host, "/ws/lobby", "alice");
        await alice.ReceiveAsync();
        await using var bob = await JoinAsync(host, "/ws/lobby", "bob");
        await bob.ReceiveAsync();
        await alice.ReceiveAsync();

        for (var i = 1; i <= 11; i++) await alice.SendAsync($"{i}");

        for (var i = 1; i <= 10; i++) (await alice.ReceiveAsync()).Should().Be($"alice: {i}");
        (await alice.ReceiveAsync()).Should().Be("Server: Rate limit exceeded. Please slow down.");
        await bob.SendAsync("and I");
        for (var i = 1; i <= 10; i++) (await bob.ReceiveAsync()).Should().Be($"alice: {i}");
        (await bob.ReceiveAsync()).Should().Be("bob: and I", "the excess is not broadcast, and nobody else is limited");
        (await alice.ReceiveAsync()).Should().Be("bob: and I", "the socket stays open");
    }

    [Fact]
    public async Task Transformation_OfARoute_ChangesWhatEverybodyGets()
    {
        await using var host = await StartAsync();
        await using var censored = await JoinAsync(host, "/ws/lobby", "alice");
        await using var loud = await JoinAsync(host, "/shout/square", "alice");
        await censored.ReceiveAsync();
        await loud.ReceiveAsync();

        await censored.SendAsync("Oh DARN, the darning needle");
        await loud.SendAsync("straße");

        (await censored.ReceiveAsync()).Should().Be("alice: Oh ****, the darning needle", "whole words alone, in any case");
        (await loud.ReceiveAsync()).Should().Be("alice: STRASSE".Replace("STRASSE", "straße".ToUpperInvariant(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connections_OneTooManyOfAUser_IsRefusedBeforeTheUpgrade()
    {
        await using var host = await StartAsync();
        var five = new List<TestClient>();
        for (var i = 0; i < 5; i++) five.Add(await JoinAsync(host, "/ws/lobby", "alice"));

        await using var sixth = await host.KnockAsync($"/ws/lobby?token={Forge("alice", 600)}");

        sixth.Status.Should().Be(429);
        sixth.Body.Should().Contain("\"too_many_connections\"");
        await using var other = await host.KnockAsync($"/ws/lobby?token={Forge("bob", 600)}");
        other.Status.Should().Be(101);
        foreach (var client in five) await client.DisposeAsync();
    }

    [Fact]
    public async Task JsonFormat_WhereItIsWrong_IsAnsweredWithItsField()
    {
        await using var host = await StartAsync();
        await using var alice = await JoinAsync(host, "/json/lobby", "alice");

        foreach (var (text, field) in new[]
        {
            ("""{"kind":"shout","text":"x"}""", "kind"), ("""{"kind":"say"}""", "text"), ($$"""{"kind":"say","text":"{{new string('x', 501)}}"}""", "text"), ("""{"text":"x"}""", "kind"),
        })
        {
            await alice.SendAsync(text);
            using var error = JsonDocument.Parse(await alice.ReceiveAsync());
            error.RootElement.GetProperty("code").GetString().Should().Be("invalid", text);
            error.RootElement.GetProperty("field").GetString().Should().Be(field, text);
        }

        await alice.SendAsync("""{"kind":"say","text":"darn it"}""");
        (await alice.ReceiveAsync()).Should().Be("""{"kind":"say","from":"alice","text":"**** it"}""", "it stays open, and other middleware follows");
    }

    [Fact]
    public async Task PrivateMessagesAndStatus_GoThroughTheMiddleware()
    {
        await using var host = await StartAsync();
        await using var alice = await JoinAsync(host, "/json/lobby", "alice");
        await alice.SendAsync("""{"kind":"status","text":"away"}""");
        (await alice.ReceiveAsync()).Should().Be("""{"kind":"status","from":"alice","text":"away"}""");
        await using var bob = await JoinAsync(host, "/json/garden", "bob");
        await using var second = await JoinAsync(host, "/json/lobby", "bob");
        (await second.ReceiveAsync()).Should().Be("""{"kind":"status","from":"alice","text":"away"}""", "who comes later is told");

        await alice.SendAsync("""{"kind":"whisper","to":"bob","text":"psst"}""");
        await alice.SendAsync("""{"kind":"whisper","to":"eve","text":"psst"}""");

        foreach (var client in new[] { alice, bob, second }) (await client.ReceiveAsync()).Should().Be("""{"kind":"whisper","from":"alice","text":"psst"}""");
        (await alice.ReceiveAsync()).Should().Contain("\"not_here\"").And.Contain("\"field\":\"to\"");
    }

    [Fact]
    public async Task Monitoring_ShowsConnectionsAndMessages_ToWhoHasAToken()
    {
        await using var host = await StartAsync();
        await using var alice = await JoinAsync(host, "/ws/lobby", "alice");
        await alice.ReceiveAsync();
        await alice.SendAsync("one");
        await alice.ReceiveAsync();
        using var http = host.CreateClient();

        using var stranger = await http.GetAsync(new Uri("/monitor", UriKind.Relative));
        http.DefaultRequestHeaders.Authorization = new("Bearer", Forge("bob", 600));
        var seen = await http.GetFromJsonAsync<JsonElement>(new Uri("/monitor", UriKind.Relative));

        stranger.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        seen.GetProperty("connections").GetInt32().Should().Be(1);
        seen.GetProperty("received").GetProperty("messages").GetInt64().Should().Be(1);
        seen.GetProperty("rooms")[0].GetProperty("room").GetString().Should().Be("lobby");
    }

    private static Task<SampleHost> StartAsync(params string[] arguments) => SampleHost.StartAsync("FastApiMiddlewareChat", ["--Jwt:Key", Key, .. arguments]);

    private static Task<TestClient> JoinAsync(SampleHost host, string path, string user) => host.ConnectAsync($"{path}?token={Forge(user, 600)}");

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, string name, string password)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "password", ["username"] = name, ["password"] = password });
        return await http.PostAsync(new Uri("/token", UriKind.Relative), form);
    }

    /// <summary>A token as anybody makes it who has the key.</summary>
    private static string Forge(string subject, int seconds, string header = """{"alg":"HS256","typ":"JWT"}""")
    {
        var claims = $$"""{"sub":"{{subject}}","exp":{{DateTimeOffset.UtcNow.AddSeconds(seconds).ToUnixTimeSeconds()}}}""";
        var content = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}";
        return $"{content}.{Sign(content)}";
    }

    private static string Sign(string content) => Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), Encoding.ASCII.GetBytes(content)));

    private static JsonElement Decode(string part) => JsonDocument.Parse(Base64Url.DecodeFromChars(part)).RootElement;
}
