using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.Accounts;

public sealed class LoginTests
{
    [Fact]
    public async Task Login_RightPassword_IssuesATokenOfTheForm()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);

        var (first, second) = (await api.SignInAsync("ann"), await api.SignInAsync("ANN"));

        first.Should().MatchRegex("^Token_[0-9a-f]{64}$").And.NotBe(second);
        foreach (var token in new[] { first, second, first["Token_".Length..] })
        {
            foreach (var scheme in new[] { "Bearer", "Token", "token" })
                (await MeAsync(api, $"{scheme} {token}")).Should().Be("""{"id":1,"username":"ann"}""");
        }
    }

    [Fact]
    public async Task Login_UnknownUserAndWrongPassword_AreOneAndTheSameAnswer()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        await api.PostAsync("register", new { username = "ann", password = "a good password" });

        var wrong = await api.PostAsync("login", new { username = "ann", password = "a bad password" });
        var unknown = await api.PostAsync("login", new { username = "nobody", password = "a bad password" });
        var nothing = await api.PostAsync("login", new { });

        wrong.Problem.Should().Be((401, "bad_credentials"));
        wrong.Json["detail"]!.GetValue<string>().Should().Be("Incorrect username or password");
        foreach (var other in new[] { unknown, nothing })
        {
            other.Text.Should().Be(wrong.Text);
            other.Headers.Keys.Should().BeEquivalentTo(wrong.Headers.Keys);
        }
    }

    [Fact]
    public async Task Login_PrefixIsEmpty_TokensAreBareKeys()
    {
        await using var app = await AccountApp.StartAsync(accounts => accounts.TokenPrefix = string.Empty);
        using var api = new Api(app.Http);

        (await api.SignInAsync("ann")).Should().MatchRegex("^[0-9a-f]{64}$");
        (await api.GetAsync("me")).Status.Should().Be(200);
    }

    [Fact]
    public async Task Login_EleventhFailureInAMinute_IsRefusedAndElsewhereIsNot()
    {
        var clock = new FakeClock();
        await using var app = await AccountApp.StartAsync(clock: clock);
        using var api = new Api(app.Http);
        await api.PostAsync("register", new { username = "ann", password = "a good password" });

        foreach (var name in new[] { "ann", "nobody" })
        {
            for (var i = 0; i < 10; i++) (await api.PostAsync("login", new { username = name, password = "wrong" })).Status.Should().Be(401);
            var eleventh = await api.PostAsync("login", new { username = name, password = "a good password" });
            eleventh.Problem.Should().Be((429, "too_many_attempts"), "{0}, the right password or not", name);
            int.Parse(eleventh.Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture).Should().BeInRange(1, 60);
        }

        (await api.PostAsync("login", new { username = "ben", password = "wrong" })).Status.Should().Be(401, "another name goes on");
        clock.Advance(TimeSpan.FromSeconds(61));
        (await api.PostAsync("login", new { username = "ann", password = "a good password" })).Status.Should().Be(200, "the minute is over");
    }

    [Fact]
    public async Task Login_CostWasRaised_HashesAnew()
    {
        await using var app = await AccountApp.StartAsync(accounts => accounts.PasswordCost = 5);
        using var api = new Api(app.Http);
        var users = (IUserStore)app.Services.GetService(typeof(IUserStore))!;
        // As other programs write it, with less effort.
        var hash = "$2a$" + new BcryptPasswordHasher(Microsoft.Extensions.Options.Options.Create(new AccountOptions { PasswordCost = 4 })).Hash("a good password")["$2b$".Length..];
        var user = (await users.AddAsync("ann", hash, default))!;

        await api.SignInAsync("ann");

        var stored = (await users.FindAsync(user.Id, default))!.PasswordHash!;
        stored.Should().StartWith("$2b$05$").And.NotBe(hash);
        (await api.PostAsync("login", new { username = "ann", password = "a good password" })).Status.Should().Be(200);
    }

    [Fact]
    public async Task Login_UserWhoDoesNotSignInHere_IsRefusedLikeAnyOther()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        await ((IUserStore)app.Services.GetService(typeof(IUserStore))!).GetOrAddExternalAsync("x", "ann", default);

        (await api.PostAsync("login", new { username = "ann", password = "" })).Problem.Should().Be((401, "bad_credentials"));
    }

    private static async Task<string> MeAsync(Api api, string authorization)
    {
        api.Token = null;
        var reply = await api.SendAsync(HttpMethod.Get, "me", content: null, request => request.Headers.TryAddWithoutValidation("Authorization", authorization));
        return reply.Text;
    }
}
