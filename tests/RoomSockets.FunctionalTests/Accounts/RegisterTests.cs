namespace RoomSockets.FunctionalTests.Accounts;

public sealed class RegisterTests
{
    [Fact]
    public async Task Register_NewName_CreatesAUser()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);

        var reply = await api.PostAsync("register", new { username = "ann", password = "a good password" });

        (reply.Status, reply.Text, reply.ContentType).Should().Be((201, """{"message":"User created successfully"}""", "application/json; charset=utf-8"));
        (await api.PostAsync("login", new { username = "ann", password = "a good password" })).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("ann")]
    [InlineData("ANN")]
    [InlineData(" Ann ")]
    public async Task Register_TakenName_IsRefused(string same)
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        await api.PostAsync("register", new { username = "Ann", password = "a good password" });

        var reply = await api.PostAsync("register", new { username = same, password = "another password" });

        reply.Problem.Should().Be((400, "name_taken"));
        reply.Json["detail"]!.GetValue<string>().Should().Be("Username already registered");
    }

    [Theory]
    [InlineData("", "bad_user_name")]
    [InlineData("   ", "bad_user_name")]
    [InlineData("a\u0000b", "bad_user_name")]
    [InlineData("a\nb", "bad_user_name")]
    public async Task Register_BadName_IsRefused(string name, string code)
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);

        (await api.PostAsync("register", new { username = name, password = "a good password" })).Problem.Should().Be((400, code));
    }

    [Fact]
    public async Task Register_LimitsOfNameAndPassword_AreMetExactly()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);

        (await RegisterAsync(new string('é', 64), "12345678")).Should().Be((201, null));
        (await RegisterAsync(new string('é', 65), "12345678")).Should().Be((400, "bad_user_name"));
        (await RegisterAsync("short", "1234567")).Should().Be((400, "password_too_short"));
        (await RegisterAsync("long", new string('x', 72))).Should().Be((201, null));
        (await RegisterAsync("longer", new string('x', 73))).Should().Be((400, "password_too_long"));
        (await RegisterAsync("bytes", new string('é', 37))).Should().Be((400, "password_too_long"), "74 bytes of UTF-8");
        (await RegisterAsync("nul", "1234567\u0000")).Should().Be((400, "bad_password"));

        async Task<(int, string?)> RegisterAsync(string name, string password) => (await api.PostAsync("register", new { username = name, password })).Problem;
    }

    [Fact]
    public async Task Register_Closed_IsRefused()
    {
        await using var app = await AccountApp.StartAsync(accounts => accounts.AllowRegistration = false);
        using var api = new Api(app.Http);

        (await api.PostAsync("register", new { username = "ann", password = "a good password" })).Problem.Should().Be((403, "registration_closed"));
    }

    [Fact]
    public async Task Register_ManyAtOnceForOneName_OneGetsIt()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => api.PostAsync("register", new { username = "ann", password = $"password {i}" })));

        replies.Count(reply => reply.Status == 201).Should().Be(1);
        replies.Where(reply => reply.Status != 201).Select(reply => reply.Problem).Distinct().Should().BeSubsetOf([(400, "name_taken"), (429, "busy")]);
    }
}
