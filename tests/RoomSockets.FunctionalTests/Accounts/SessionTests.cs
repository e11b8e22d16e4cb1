using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.FunctionalTests.Accounts;

/// <summary>Signed in by a cookie, and pages of other sites.</summary>
public sealed class SessionTests
{
    private static readonly object Ann = new { username = "ann", password = "a good password", session = true };

    [Fact]
    public async Task Login_WithSession_SetsACookieThatOpensSocketsAndCalls()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        await api.PostAsync("register", Ann);

        var login = await api.PostAsync("login", Ann);

        var cookie = login.Header("Set-Cookie")!;
        cookie.Should().StartWith("roomsockets.session=Token_").And.Contain("; max-age=34560000; path=/; samesite=strict; httponly").And.NotContain("secure", "this is http");
        (await CallAsync(api, HttpMethod.Get, "me", cookie)).Status.Should().Be(200);
        await using var client = await app.ConnectAsync("/ws/lobby", options => options.SetRequestHeader("Cookie", Pair(cookie)));
        await client.SendAsync("hi");
        (await client.ReceiveAsync()).Should().Be("hi");
    }

    [Fact]
    public async Task Login_WithoutSession_SetsNone()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        await api.PostAsync("register", Ann);

        (await api.PostAsync("login", new { username = "ann", password = "a good password" })).Header("Set-Cookie").Should().BeNull();
    }

    [Fact]
    public async Task Logout_WithTheCookieAndNoBody_ClearsItAndClosesTheSockets()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        await api.PostAsync("register", Ann);
        var cookie = (await api.PostAsync("login", Ann)).Header("Set-Cookie")!;
        await using var client = await app.ConnectAsync("/ws/lobby", options => options.SetRequestHeader("Cookie", Pair(cookie)));

        var logout = await CallAsync(api, HttpMethod.Post, "logout", cookie);

        (logout.Status, logout.Text).Should().Be((200, "\"ok\""));
        logout.Header("Set-Cookie").Should().StartWith("roomsockets.session=;").And.Contain("expires=Thu, 01 Jan 1970");
        (await client.ReceiveCloseAsync()).Should().Be((1008, "token_invalid"));
        (await CallAsync(api, HttpMethod.Get, "me", cookie)).Problem.Should().Be((401, "token_invalid"));
    }

    [Theory]
    [InlineData("register")]
    [InlineData("login")]
    [InlineData("logout")]
    [InlineData("rooms")]
    public async Task Post_FromAPageOfAnotherSite_IsRefused(string path)
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        await api.PostAsync("register", Ann);
        var cookie = (await api.PostAsync("login", Ann)).Header("Set-Cookie")!;

        foreach (var origin in new[] { "https://evil.example", "null", "nonsense" })
            (await CallAsync(api, HttpMethod.Post, path, cookie, origin)).Problem.Should().Be((403, "origin"), origin);
        var form = await api.SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent([new("username", "ann"), new("password", "a good password")]), request => request.Headers.Add("Origin", "https://evil.example"));
        form.Problem.Should().Be((403, "origin"));
        form.Header("Access-Control-Allow-Origin").Should().BeNull();
        (await CallAsync(api, HttpMethod.Get, "me", cookie)).Status.Should().Be(200, "it is still signed in");
    }

    [Fact]
    public async Task Call_FromThePageItself_OrAnAllowedOne_IsServed()
    {
        await using var app = await AccountApp.StartAsync(add: rooms => rooms.AllowOrigins("http://localhost:5173"));
        using var api = new Api(app.Http);
        await api.PostAsync("register", Ann);
        var cookie = (await api.PostAsync("login", Ann)).Header("Set-Cookie")!;

        foreach (var origin in new[] { $"http://127.0.0.1:{app.Http.Port}", "http://localhost:5173" })
            (await CallAsync(api, HttpMethod.Get, "me", cookie, origin)).Status.Should().Be(200, origin);
    }

    [Fact]
    public async Task Call_WithATokenInTheHeader_NeedsNoOrigin()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        await api.SignInAsync("ann");

        (await api.SendAsync(HttpMethod.Get, "me", content: null, request => request.Headers.Add("Origin", "https://elsewhere.example"))).Status.Should().Be(200, "no page can send that header without being asked first");
    }

    private static Task<ApiReply> CallAsync(Api api, HttpMethod method, string path, string cookie, string? origin = null) => api.SendAsync(method, path, content: null, request =>
    {
        request.Headers.Add("Cookie", Pair(cookie));
        if (origin is not null) request.Headers.TryAddWithoutValidation("Origin", origin);
    });

    private static string Pair(string setCookie) => setCookie.Split(';')[0];
}
