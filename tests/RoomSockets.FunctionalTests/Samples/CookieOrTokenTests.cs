using System.Net;

namespace RoomSockets.FunctionalTests.Samples;

/// <summary>System D, row by row.</summary>
public sealed class CookieOrTokenTests
{
    [Fact]
    public async Task Page_AtTheRoot_OffersItemAndToken()
    {
        await using var host = await StartAsync();
        using var http = host.CreateClient();

        using var answer = await http.GetAsync(new Uri("/", UriKind.Relative));

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().Should().Be("text/html; charset=utf-8");
        (await answer.Content.ReadAsStringAsync()).Should().ContainAll("value=\"foo\"", "value=\"some-key-token\"", "Connect", "<button>Send</button>", "aria-label=\"Answers\"");
    }

    [Theory]
    [InlineData("/items/foo/ws", "Cookie: session=fake-cookie", "fake-cookie")]
    [InlineData("/items/foo/ws?token=some-key-token", "X-None: 1", "some-key-token")]
    [InlineData("/items/foo/ws?token=some-key-token", "Cookie: session=fake-cookie", "fake-cookie")]
    [InlineData("/items/foo/ws?token=some-key-token", "Cookie: session=", "some-key-token")]
    [InlineData("/items/foo/ws?token=some-key-token", "Cookie: other=x", "some-key-token")]
    public async Task Credential_FromCookieOrToken_IsNamedInTheAnswer(string path, string header, string value)
    {
        await using var host = await StartAsync();
        await using var client = await host.KnockAsync(path, header);
        client.Status.Should().Be(101);

        await client.SendAsync("hi");

        (await client.ReadTextAsync()).Should().Be($"Session cookie or query token value is: {value}");
        (await client.ReadTextAsync()).Should().Be("Message text was: hi, for item ID: foo");
    }

    [Fact]
    public async Task Credential_InNeitherPlace_IsRefused()
    {
        await using var host = await StartAsync();

        foreach (var header in new[] { "X-None: 1", "Cookie: session=", "Cookie: other=x", "Authorization: Bearer some-key-token" })
        {
            await using var client = await host.KnockAsync("/items/foo/ws?token=", header);
            client.Status.Should().Be(401, header);
            client.Body.Should().Contain("\"token_missing\"");
        }
    }

    [Fact]
    public async Task Query_WithAnInteger_IsNamedInEveryAnswer()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync("/items/bar%20baz/ws?token=some-key-token&q=42");

        foreach (var text in new[] { "one", "two", "" })
        {
            await client.SendAsync(text);
            (await client.ReceiveAsync()).Should().Be("Session cookie or query token value is: some-key-token");
            (await client.ReceiveAsync()).Should().Be("Query parameter q is: 42");
            (await client.ReceiveAsync()).Should().Be($"Message text was: {text}, for item ID: bar baz");
        }
    }

    [Fact]
    public async Task Query_WithAnythingElse_Gets400()
    {
        await using var host = await StartAsync();

        foreach (var q in new[] { "abc", "1.5", "99999999999" })
        {
            await using var client = await host.KnockAsync($"/items/foo/ws?token=some-key-token&q={q}");
            client.Status.Should().Be(400, q);
            client.Body.Should().ContainAll("\"bad_value\"", q);
        }
    }

    private static Task<SampleHost> StartAsync() => SampleHost.StartAsync("CookieOrToken");
}
