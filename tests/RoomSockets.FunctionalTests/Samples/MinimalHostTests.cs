using System.Net;
using System.Text;
using RoomSockets.FunctionalTests.Accounts;

namespace RoomSockets.FunctionalTests.Samples;

public sealed class MinimalHostTests
{
    private static int _users;

    [Fact]
    public async Task Output_FromStartToStop_SaysWhereItIsAndHowToGetTheFullClient()
    {
        await using var host = await StartAsync();
        await using (var client = await EnterAsync(host, "/ws/lobby"))
        {
            await client.SendAsync("hi");
            await client.ReceiveAsync();
            await client.CloseAsync();
        }

        await host.StopAsync();

        host.Lines.Should().HaveCount(2);
        host.Lines.First().Should().MatchRegex(@"^RoomSockets: open http://127\.0\.0\.1:\d+ in two tabs \(Ctrl\+C stops\)\.$");
        host.Lines.Last().Should().Contain("dotnet run --project samples/MinimalHost").And.Contain("Node.js");
    }

    [Fact]
    public async Task Page_AtTheRoot_IsServedUnderAStrictPolicy()
    {
        await using var host = await StartAsync();
        using var http = host.CreateClient();

        using var answer = await http.GetAsync(new Uri("/", UriKind.Relative));
        var page = await answer.Content.ReadAsStringAsync();

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().Should().Be("text/html; charset=utf-8");
        answer.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        var policy = answer.Headers.GetValues("Content-Security-Policy").Should().ContainSingle().Subject;
        policy.Split("; ").Should().Contain(["default-src 'none'", "connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"]);
        policy.Should().NotContainAny("*", "http:", "https:", "unsafe-eval");
        page.Should().StartWith("<!doctype html>").And.Contain("new WebSocket(");
        page.Should().NotContainAny("src=\"http", "<script src", "<link rel=\"stylesheet\"", "@import");
    }

    [Fact]
    public async Task Ws_WithoutARoom_Echoes()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync("/ws");

        foreach (var text in new[] { "hi", "", "¡Olé! 😀", "{\"message\":\"x\"}" })
        {
            await client.SendAsync(text);
            (await client.ReceiveAsync()).Should().Be($"Message text was: {text}");
        }
    }

    [Fact]
    public async Task Room_WithTwoMembers_CarriesTheirChatAndNoOthers()
    {
        await using var host = await StartAsync();
        await using var ann = await EnterAsync(host, "/ws/lobby", options => options.SetRequestHeader("Origin", $"http://127.0.0.1:{host.Http.Port}"));
        await using var bob = await EnterAsync(host, "/ws/lobby");
        await using var eve = await EnterAsync(host, "/ws/other");

        await ann.SendAsync("hi Bob");
        (await bob.ReceiveAsync()).Should().Be("hi Bob");
        await bob.SendAsync("hi Ann");
        await eve.SendAsync("anybody?");

        (await ann.ReceiveAsync()).Should().Be("hi Bob");
        (await ann.ReceiveAsync()).Should().Be("hi Ann");
        (await eve.ReceiveAsync()).Should().Be("anybody?", "the other room heard nothing before");
    }

    [Fact]
    public async Task Message_InAnObjectOfItsOwn_IsUnwrapped()
    {
        await using var host = await StartAsync();
        await using var client = await EnterAsync(host, "/ws/lobby");

        foreach (var (sent, heard) in new[]
        {
            ("{\"message\":\"x\"}", "x"), (" {\n\"message\" : \"x\" } ", "x"), ("{\"message\":\"\"}", ""), ("{\"message\":\"a \\\"b\\\" \\u00e9 \\ud83d\\ude00\"}", "a \"b\" é 😀"),
            ("{\"message\":\"{\\\"message\\\":\\\"x\\\"}\"}", "{\"message\":\"x\"}"),
        })
        {
            await client.SendAsync(sent);
            (await client.ReceiveAsync()).Should().Be(heard);
        }
    }

    [Fact]
    public async Task Message_OfAnyOtherForm_IsRelayedUnchanged()
    {
        await using var host = await StartAsync();
        await using var client = await EnterAsync(host, "/ws/lobby");

        foreach (var text in new[]
        {
            "{\"message\":\"x\",\"a\":1}", "{\"a\":1,\"message\":\"x\"}", "{\"message\":5}", "{\"message\":null}", "{\"message\":{\"message\":\"x\"}}", "{\"Message\":\"x\"}",
            "{\"message\":\"x\",\"message\":\"y\"}", "{\"message\":\"\\ud800\"}", "{\"message\":\"x\"", "{\"message\":\"x\"} y", "{\"message\":\"x\"}{}", "{}", "[1]", "\"message\"", "{", "", "text",
        })
        {
            await client.SendAsync(text);
            (await client.ReceiveAsync()).Should().Be(text);
        }

        await client.SendAsync(Encoding.UTF8.GetBytes("{\"message\":\"x\"}"));
        (await client.ReceiveBinaryAsync()).Should().Equal(Encoding.UTF8.GetBytes("{\"message\":\"x\"}"));
    }

    [Fact]
    public async Task UnknownPath_IsRefusedWith404()
    {
        await using var host = await StartAsync();

        foreach (var path in new[] { "/wss", "/ws/lobby/more", "/chat" })
        {
            await using var client = await host.KnockAsync(path);
            client.Status.Should().Be(404, path);
        }
    }

    [Fact]
    public async Task SecondProcess_OnAnotherAddress_HasRoomsOfItsOwn()
    {
        await using var one = await StartAsync();
        await using var two = await StartAsync();
        await using var ann = await EnterAsync(one, "/ws/lobby");
        await using var bob = await EnterAsync(two, "/ws/lobby");

        await ann.SendAsync("in one");
        await bob.SendAsync("in two");

        one.Http.Port.Should().NotBe(two.Http.Port);
        (await ann.ReceiveAsync()).Should().Be("in one");
        (await bob.ReceiveAsync()).Should().Be("in two");
    }

    /// <summary>A chat that is open when the host stops is told so, and does not hold it up.</summary>
    [Fact]
    public async Task Stop_WithAnOpenChat_SaysGoodbye()
    {
        await using var host = await StartAsync();
        await using var client = await EnterAsync(host, "/ws/lobby");
        await client.SendAsync("hi");
        await client.ReceiveAsync();

        var stop = host.StopAsync();

        (await client.ReceiveCloseAsync()).Code.Should().Be(1012);
        await client.DisposeAsync();
        await stop;
    }

    [Fact]
    public async Task Room_WithoutAToken_IsRefusedWith401()
    {
        await using var host = await StartAsync();

        await using var nobody = await host.KnockAsync("/ws/lobby");
        await using var stranger = await host.KnockAsync("/ws/lobby?token=nonsense");

        (nobody.Status, stranger.Status).Should().Be((401, 403));
    }

    [Theory]
    [InlineData("Nonsense", "Choose Sqlite, PostgreSql or Memory")]
    [InlineData("PostgreSql", "needs ConnectionStrings:RoomSockets")]
    public async Task Database_ThatCannotBe_IsSaidAtTheStart(string database, string message)
    {
        var start = () => SampleHost.StartAsync("MinimalHost", $"--Database={database}");

        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage($"*{message}*");
    }

    /// <summary>Without the Vue client, wherever that was built: VueClientTests have it.</summary>
    private static Task<SampleHost> StartAsync() =>
        SampleHost.StartAsync("MinimalHost", "--Database=Memory", "--RoomSockets:Accounts:PasswordCost=4", "--webroot", SampleHost.NoWebRoot);

    private static async Task<TestClient> EnterAsync(SampleHost host, string path, Action<System.Net.WebSockets.ClientWebSocketOptions>? configure = null)
    {
        using var api = new Api(host.Http);
        return await host.ConnectAsync($"{path}?token={await api.SignInAsync($"user {Interlocked.Increment(ref _users)}")}", configure);
    }
}
