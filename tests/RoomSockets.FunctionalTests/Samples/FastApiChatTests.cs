using System.Net;
using System.Net.Http.Json;

namespace RoomSockets.FunctionalTests.Samples;

/// <summary>System A, its first lessons: no database yet.</summary>
public sealed class FastApiChatTests
{
    private const string Token = "token-secreto";

    [Fact]
    public async Task Page_AtTheRoot_IsTheChat()
    {
        await using var host = await StartAsync();
        using var http = host.CreateClient();

        using var answer = await http.GetAsync(new Uri("/", UriKind.Relative));

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().Should().Be("text/html; charset=utf-8");
        (await answer.Content.ReadAsStringAsync()).Should().ContainAll("<title>", "api/login", "new WebSocket(");
    }

    [Fact]
    public async Task Ws_EveryText_ComesBackWithThePrefix()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync("/ws");

        await client.SendAsync("hola");
        await client.SendAsync("");

        (await client.ReceiveAsync()).Should().Be("Message text was: hola");
        (await client.ReceiveAsync()).Should().Be("Message text was: ");
    }

    [Fact]
    public async Task Ws_WithTheEarlierLessonsPrefix_UsesIt()
    {
        await using var host = await StartAsync("--EchoPrefix", "Message received: ");
        await using var client = await host.ConnectAsync("/ws");

        await client.SendAsync("hola");

        (await client.ReceiveAsync()).Should().Be("Message received: hola");
    }

    [Fact]
    public async Task Rooms_RelayToTheirMembersAlone()
    {
        await using var host = await StartAsync();
        await using var ann = await host.ConnectAsync($"/ws/lobby?token={Token}");
        await using var bob = await host.ConnectAsync($"/ws/lobby?token={Token}");
        await using var eve = await host.ConnectAsync($"/ws/other?token={Token}");

        await ann.SendAsync("{\"message\":\"as it was sent\"}");
        (await bob.ReceiveAsync()).Should().Be("{\"message\":\"as it was sent\"}");
        await eve.SendAsync("anybody?");

        (await ann.ReceiveAsync()).Should().Be("{\"message\":\"as it was sent\"}", "the sender hears itself");
        (await eve.ReceiveAsync()).Should().Be("anybody?");
    }

    [Theory]
    [InlineData("/ws/lobby", 401)]
    [InlineData("/ws/lobby?token=", 401)]
    [InlineData("/ws/lobby?token=wrong", 403)]
    [InlineData("/ws/lobby?token=Token-secreto", 403)]
    [InlineData("/ws/lobby?token=token-secreto", 101)]
    public async Task Token_IsCheckedBeforeTheUpgrade(string path, int status)
    {
        await using var host = await StartAsync();

        await using var client = await host.KnockAsync(path);

        client.Status.Should().Be(status);
    }

    [Fact]
    public async Task Login_OfAdmin_GetsTheFixedToken()
    {
        await using var host = await StartAsync();
        using var http = host.CreateClient();

        using var answer = await http.PostAsJsonAsync("/api/login", new { username = "admin", password = "admin" });

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).Should().Be("{\"token\":\"token-secreto\"}");
    }

    [Fact]
    public async Task Login_OfAnybodyElse_IsOneAndTheSame401()
    {
        await using var host = await StartAsync();
        using var http = host.CreateClient();

        foreach (var (username, password) in new[] { ("admin", "wrong"), ("eve", "admin"), ("Admin", "admin"), ("", "") })
        {
            using var answer = await http.PostAsJsonAsync("/api/login", new { username, password });
            answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
            (await answer.Content.ReadAsStringAsync()).Should().Be("{\"detail\":\"Invalid credentials\"}");
        }
    }

    [Fact]
    public async Task Leaving_WithOrWithoutGoodbye_EndsInOneCleanUp()
    {
        await using var host = await StartAsync("--Logging:LogLevel:RoomSockets", "Debug");
        await using var stays = await host.ConnectAsync($"/ws/lobby?token={Token}");
        await using var closes = await host.ConnectAsync($"/ws/lobby?token={Token}");
        await using var vanishes = await host.KnockAsync($"/ws/lobby?token={Token}");
        await vanishes.SendAsync("all are in");
        await closes.ReceiveAsync();
        await stays.ReceiveAsync();

        await closes.CloseAsync();
        vanishes.Reset();

        await TestApp.EventuallyAsync(() => Task.FromResult(Ends(host, "ClientClosed") == 1 && Ends(host, "ConnectionLost") == 1), "both are cleaned up after, once each");
        await stays.SendAsync("still here");
        (await stays.ReceiveAsync()).Should().Be("still here");
        await stays.CloseAsync();
        await host.StopAsync();
        (Ends(host, "ClientClosed"), Ends(host, "ConnectionLost")).Should().Be((2, 1));
    }

    private static int Ends(SampleHost host, string cause) => host.Lines.Count(line => line.Contains($" ended: {cause} ", StringComparison.Ordinal));

    private static Task<SampleHost> StartAsync(params string[] arguments) => SampleHost.StartAsync("FastApiChat", arguments);
}
