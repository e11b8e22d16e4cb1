using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.FunctionalTests.Accounts;

/// <summary>Ways in that must stay closed.</summary>
public sealed class IntruderTests
{
    private static readonly object Ann = new { username = "ann", password = "a good password", session = true };

    [Theory]
    [InlineData("user:1")]
    [InlineData("user:0001")]
    [InlineData("user:99")]
    public async Task Validator_OfTheHost_CannotMakeSomebodyOneOfOurUsers(string id)
    {
        await using var app = await AccountApp.StartAsync(add: rooms => rooms.AddTokenValidator((context, _) => ValueTask.FromResult(TokenResult.Success(context.Token))));
        using var api = new Api(app.Http);
        await api.SignInAsync("ann");
        app.Logs.Expect("A validator gave a user id");

        api.Token = id;
        (await api.GetAsync("me")).Problem.Should().Be((401, "token_invalid"));
        await using var knock = await app.KnockAsync($"/ws/lobby?token={id}");
        knock.Status.Should().Be(403);
    }

    [Fact]
    public async Task Validator_OfTheHostWithALongId_IsRefusedAndNoError()
    {
        await using var app = await AccountApp.StartAsync(add: rooms => rooms.AddTokenValidator((context, _) => ValueTask.FromResult(TokenResult.Success(context.Token))));
        using var api = new Api(app.Http) { Token = new string('x', 257) };
        app.Logs.Expect("A validator gave a user id");

        (await api.GetAsync("me")).Problem.Should().Be((401, "token_invalid"));
        api.Token = new string('x', 256);
        (await api.GetAsync("me")).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("Basic YTpi")]
    [InlineData("Negotiate abc")]
    [InlineData("Bearer")]
    public async Task Page_OfAnotherSite_IsRefusedWhateverTheBrowserSendsAlong(string authorization)
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        await api.PostAsync("register", Ann);

        var reply = await api.SendAsync(HttpMethod.Post, "login", new FormUrlEncodedContent([new("username", "ann"), new("password", "a good password"), new("session", "true")]), request =>
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
            request.Headers.Add("Origin", "https://evil.example");
        });

        reply.Problem.Should().Be((403, "origin"));
        reply.Header("Set-Cookie").Should().BeNull();
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/x+json")]
    [InlineData("application/x+json")]
    [InlineData("text/plain")]
    public async Task Policy_OfTheHostOnTheApi_HoldsForEveryTypeOfBody(string type)
    {
        await using var app = await TestApp.StartAsync(
            app => app.MapRoomSocketsApi("/api", api => api.Accounts = true).RequireAuthorization("admins"),
            rooms =>
            {
                rooms.AddMemoryStore().ConfigureAccounts(accounts => accounts.PasswordCost = 4);
                rooms.Services.AddAuthorizationBuilder().AddPolicy("admins", policy => policy.RequireClaim("admin"));
            });
        using var api = new Api(app.Http);
        await api.SignInAsync("ann");
        var body = new StringContent("""{"name":"mine"}""");
        body.Headers.ContentType = new(type);

        (await api.SendAsync(HttpMethod.Post, "rooms", body)).Status.Should().Be(403);
        (await ((IRoomStore)app.Services.GetService(typeof(IRoomStore))!).FindRoomAsync("mine", default)).Should().BeNull();
    }

    [Fact]
    public async Task Page_OfTheLongestTexts_EndsEarlyAndLinksOn()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        await api.SignInAsync("ann");
        for (var i = 0; i < 250; i++) await app.Rooms.PublishAsync("r", $"{i} {new string('x', 60_000)}");

        var first = await api.GetAsync("alerts?limit=250");

        first.Text.Length.Should().BeLessThan(8_000_000, "all of it has 15 MB");
        var count = first.Json.AsArray().Count;
        count.Should().BeInRange(1, 249);
        first.Header("Link").Should().Contain("rel=\"prev\"");
        var rest = await api.GetAsync($"alerts?limit=250&before={first.Json[0]!["id"]}");
        rest.Json.AsArray().Last()!["content"]!.GetValue<string>().Should().StartWith($"{249 - count} ", "nothing is left out between them");
    }

    [Fact]
    public async Task Names_ThatLookAlike_AreRefused()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        await api.PostAsync("register", Ann);

        foreach (var name in new[] { "ann\u200b", "\u202eann", "\ufeffann", "\u200b", "\u3164", "\u2800", "a\u00adnn", "ann\ufe00", "a\u034fnn" })
            (await api.PostAsync("register", new { username = name, password = "a good password" })).Problem.Should().Be((400, "bad_user_name"), string.Join(' ', name.Select(letter => $"{(int)letter:x4}")));
        (await api.PostAsync("register", new { username = "Zoë 🎉 王", password = "a good password" })).Status.Should().Be(201);
    }

    [Fact]
    public async Task Registrations_FromOneAddress_AreBounded()
    {
        await using var app = await AccountApp.StartAsync(accounts => accounts.MaxRegistrationsPerAddress = 3);
        using var api = new Api(app.Http);

        for (var i = 0; i < 3; i++) (await api.PostAsync("register", new { username = $"user {i}", password = "a good password" })).Status.Should().Be(201);
        var fourth = await api.PostAsync("register", new { username = "user 3", password = "a good password" });

        fourth.Problem.Should().Be((429, "too_many_registrations"));
        fourth.Header("Retry-After").Should().NotBeNull();
        (await api.PostAsync("login", new { username = "user 0", password = "a good password" })).Status.Should().Be(200, "whoever has an account signs in");
    }

    [Fact]
    public async Task NewRooms_OfOneUser_AreBounded()
    {
        await using var app = await AccountApp.StartAsync(accounts => accounts.MaxNewRoomsPerHour = 2);
        using var api = new Api(app.Http);
        var token = await api.SignInAsync("ann");
        (await api.PostAsync("rooms", new { name = "one" })).Status.Should().Be(201);
        await using var two = await app.ConnectAsync($"/ws/two?token={token}");

        (await api.PostAsync("rooms", new { name = "three" })).Problem.Should().Be((429, "too_many_new_rooms"));
        await using var three = await app.KnockAsync($"/ws/three?token={token}");
        (three.Status, three.Body).Should().Match<(int Status, string Body)>(answer => answer.Status == 429 && answer.Body.Contains("too_many_new_rooms"));
        (await app.Rooms.JoinAsync((await app.Rooms.GetConnectionsAsync("user:1"))[0].Id, "three")).Should().Be(JoinResult.TooManyNewRooms);
        await using var again = await app.ConnectAsync($"/ws/one?token={token}");
        await using var ben = await app.ConnectAsync($"/ws/three?token={await api.SignInAsync("ben")}");
    }

    [Fact]
    public async Task Tokens_OfAUserWithANewPassword_AreRevokedByTheHost()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        var token = await api.SignInAsync("ann");
        var manager = app.Services.GetRequiredService<ITokenIssuer>();
        var issued = await manager.IssueAsync(1);
        await using var first = await app.ConnectAsync($"/ws/lobby?token={token}");
        await using var second = await app.ConnectAsync($"/ws/lobby?token={issued}");

        (await manager.RevokeUserAsync(1)).Should().Be(2);

        (await first.ReceiveCloseAsync()).Should().Be((1008, "token_invalid"));
        (await second.ReceiveCloseAsync()).Should().Be((1008, "token_invalid"));
        (await api.GetAsync("me")).Problem.Should().Be((401, "token_invalid"));
        await FluentActions.Awaiting(async () => await manager.IssueAsync(99)).Should().ThrowAsync<KeyNotFoundException>();
    }

    [Fact]
    public async Task Logout_WithTheTokenOfTheCookie_ClearsTheCookieToo()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        await api.PostAsync("register", Ann);
        var login = await api.PostAsync("login", Ann);
        var cookie = login.Header("Set-Cookie")!.Split(';')[0];

        var logout = await api.PostAsync("logout", new { token = login.Json["token"]!.GetValue<string>() }, request => request.Headers.Add("Cookie", cookie));
        var other = await api.PostAsync("logout", new { token = "another" }, request => request.Headers.Add("Cookie", cookie));
        var number = await api.PostAsync("logout", new { token = 123 });

        logout.Header("Set-Cookie").Should().StartWith("roomsockets.session=;");
        other.Header("Set-Cookie").Should().BeNull("that was another token");
        (number.Status, number.Text).Should().Be((200, "\"ok\""));
    }
}
