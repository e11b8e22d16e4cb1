using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.FunctionalTests.Accounts;

/// <summary>Pages of other origins: one list for sockets and REST.</summary>
public sealed class CorsTests
{
    private const string Vue = "http://localhost:5173";
    private const string Evil = "https://evil.example";

    [Fact]
    public async Task Page_OfAnAllowedOrigin_WorksOverRestAndSockets()
    {
        await using var app = await AccountApp.StartAsync(add: rooms => rooms.AllowOrigins(Vue));
        using var api = new Api(app.Http);

        foreach (var path in new[] { "register", "login", "alerts", "rooms", "tokens/1", "rooms/1/join" })
        {
            var preflight = await AskAsync(api, path, Vue);
            preflight.Status.Should().Be(204);
            preflight.Header("Access-Control-Allow-Origin").Should().Be(Vue);
            preflight.Header("Access-Control-Allow-Headers").Should().BeEquivalentTo("authorization,content-type");
            preflight.Header("Access-Control-Allow-Credentials").Should().Be("true");
            preflight.Header("Access-Control-Max-Age").Should().Be("600");
        }

        (await AskAsync(api, "tokens/1", Vue, "DELETE")).Header("Access-Control-Allow-Methods").Should().Contain("DELETE");
        await PostAsync("register");
        var login = await PostAsync("login");
        login.Header("Access-Control-Allow-Origin").Should().Be(Vue);
        login.Header("Vary").Should().Be("Origin");
        api.Token = login.Json["token"]!.GetValue<string>();
        var alerts = await api.SendAsync(HttpMethod.Get, "alerts", content: null, request => request.Headers.Add("Origin", Vue));
        alerts.Status.Should().Be(200);
        alerts.Header("Access-Control-Expose-Headers").Should().Contain("Link");
        await using var client = await app.ConnectAsync($"/ws/lobby?token={api.Token}", options => options.SetRequestHeader("Origin", Vue));

        Task<ApiReply> PostAsync(string path) => api.PostAsync(path, new { username = "ann", password = "a good password" }, request => request.Headers.Add("Origin", Vue));
    }

    /// <summary>Whatever the answer is, a page can read it; and a ticket that it fetched opens its socket.</summary>
    [Fact]
    public async Task Page_OfAnAllowedOrigin_ReadsRefusalsAndTicketsToo()
    {
        await using var app = await AccountApp.StartAsync(add: rooms => rooms.AllowOrigins(Vue));
        using var api = new Api(app.Http);

        var unknown = await SendAsync(HttpMethod.Get, "alerts");
        (unknown.Status, unknown.Header("Access-Control-Allow-Origin"), unknown.Header("Vary")).Should().Be((401, Vue, "Origin"));
        await api.SignInAsync("ann");
        (await AskAsync(api, "ticket", Vue)).Header("Access-Control-Allow-Origin").Should().Be(Vue);
        var ticket = await SendAsync(HttpMethod.Post, "ticket");
        (ticket.Status, ticket.Header("Access-Control-Allow-Origin")).Should().Be((200, Vue));
        await using var client = await app.ConnectAsync($"/ws/lobby?ticket={ticket.Json["ticket"]}", options => options.SetRequestHeader("Origin", Vue));
        await client.SendAsync("hello");
        await client.ReceiveAsync();
        var page = await SendAsync(HttpMethod.Get, "alerts?limit=1");
        page.Header("Link").Should().Contain("rel=\"prev\"");
        page.Header("Access-Control-Expose-Headers").Should().Contain("Link").And.Contain("Retry-After");

        Task<ApiReply> SendAsync(HttpMethod method, string path) => api.SendAsync(method, path, content: null, request => request.Headers.Add("Origin", Vue));
    }

    [Fact]
    public async Task Page_OfAnyOtherOrigin_GetsNoAllowHeaderAndNoSocket()
    {
        await using var app = await AccountApp.StartAsync(add: rooms => rooms.AllowOrigins(Vue));
        using var api = new Api(app.Http);
        await api.SignInAsync("ann");

        foreach (var origin in new[] { Evil, "http://localhost:5174", "http://localhost:5173.evil.example", "null" })
        {
            foreach (var reply in new[]
            {
                await AskAsync(api, "alerts", origin),
                await api.SendAsync(HttpMethod.Get, "alerts", content: null, request => request.Headers.Add("Origin", origin)),
                await api.PostAsync("login", new { }, request => request.Headers.Add("Origin", origin)),
                await api.PostAsync("ticket", configure: request => request.Headers.Add("Origin", origin)),
                await api.GetAsync("nowhere"),
            })
                reply.Headers.Keys.Should().NotContain(key => key.StartsWith("Access-Control-Allow", StringComparison.OrdinalIgnoreCase), origin);
            await using var knock = await app.KnockAsync($"/ws/lobby?token={api.Token}", $"Origin: {origin}");
            knock.Status.Should().Be(403);
        }
    }

    [Fact]
    public async Task Page_WhereEveryOriginMay_HasNoCookies()
    {
        await using var app = await AccountApp.StartAsync(add: rooms => rooms.AllowAnyOrigin());
        using var api = new Api(app.Http);

        var reply = await AskAsync(api, "alerts", Evil);

        reply.Header("Access-Control-Allow-Origin").Should().Be(Evil);
        reply.Header("Access-Control-Allow-Credentials").Should().BeNull();
    }

    [Fact]
    public async Task Policy_OfTheHost_Wins()
    {
        await using var app = await TestApp.StartAsync(
            app =>
            {
                app.UseCors();
                app.MapRoomSocketsApi("/api");
            },
            rooms =>
            {
                rooms.AddMemoryStore();
                rooms.AllowOrigins(Vue).Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy.WithOrigins("https://host.example").AllowAnyHeader()));
            });
        using var api = new Api(app.Http);

        (await GetAsync(Vue)).Header("Access-Control-Allow-Origin").Should().BeNull("the host's policy does not know it");
        (await GetAsync("https://host.example")).Header("Access-Control-Allow-Origin").Should().Be("https://host.example");

        Task<ApiReply> GetAsync(string origin) => api.SendAsync(HttpMethod.Get, "rooms", content: null, request => request.Headers.Add("Origin", origin));
    }

    [Fact]
    public async Task Program_WithoutAnOrigin_GetsNoneOfIt()
    {
        await using var app = await AccountApp.StartAsync(add: rooms => rooms.AllowOrigins(Vue));
        using var api = new Api(app.Http);

        (await api.GetAsync("rooms")).Headers.Keys.Should().NotContain(key => key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    private static Task<ApiReply> AskAsync(Api api, string path, string origin, string method = "POST") => api.SendAsync(HttpMethod.Options, path, content: null, request =>
    {
        request.Headers.Authorization = null;
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", method);
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");
    });
}
