using System.Text.RegularExpressions;

namespace RoomSockets.FunctionalTests.Accounts;

public sealed class RoomsAndAlertsTests
{
    [Fact]
    public async Task Everything_WithoutAToken_Is401()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);

        foreach (var path in new[] { "me", "tokens", "rooms", "alerts" })
        {
            var reply = await api.GetAsync(path);
            reply.Problem.Should().Be((401, "token_missing"), path);
            reply.Header("WWW-Authenticate").Should().Be("Bearer");
        }

        api.Token = "Token_" + new string('0', 64);
        (await api.GetAsync("rooms")).Problem.Should().Be((401, "token_invalid"));
        (await api.PostAsync("rooms", new { name = "x" })).Problem.Should().Be((401, "token_invalid"));
    }

    [Fact]
    public async Task Rooms_CreatedJoinedAndLeft_AreListedWithTheirMembers()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        await api.SignInAsync("ann");

        (await api.PostAsync("rooms", new { name = "Café" })).Text.Should().Be("""{"id":1,"name":"Caf\u00E9","users":[]}""");
        (await api.PostAsync("rooms", new { name = "Cafe\u0301" })).Problem.Should().Be((409, "room_exists"), "it is the same name");
        (await api.PostAsync("rooms/1/join")).Text.Should().Contain("""[{"id":1,"username":"ann"}]""");
        await api.SignInAsync("ben");
        await api.PostAsync("rooms/1/join");

        (await api.GetAsync("rooms")).Json.ToJsonString().Should().Be("""[{"id":1,"name":"Caf\u00E9","users":[{"id":1,"username":"ann"},{"id":2,"username":"ben"}]}]""");
        (await api.PostAsync("rooms/1/leave")).Text.Should().Contain("""[{"id":1,"username":"ann"}]""");
        (await api.PostAsync("rooms/9/join")).Problem.Should().Be((404, "no_such_room"));
        (await api.PostAsync("rooms/x/join")).Problem.Should().Be((404, "no_such_room"));
        (await api.PostAsync("rooms/9/leave")).Problem.Should().Be((404, "no_such_room"));
        (await api.PostAsync("rooms", new { name = "" })).Problem.Should().Be((400, "bad_room_name"));
        (await api.PostAsync("rooms", new { name = new string('x', 61) })).Problem.Should().Be((400, "bad_room_name"));
    }

    [Fact]
    public async Task Rooms_JoinedOverASocket_KeepTheirMemberAfterIt()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        var token = await api.SignInAsync("ann");

        await using (var client = await app.ConnectAsync($"/ws/lobby?token={token}")) await client.CloseAsync();
        await app.LeftAsync(0);

        (await api.GetAsync("rooms")).Text.Should().Be("""[{"id":1,"name":"lobby","users":[{"id":1,"username":"ann"}]}]""");
    }

    [Fact]
    public async Task Rooms_CreationIsClosed_OnlyThoseThatAreThereCanBeJoined()
    {
        await using var app = await AccountApp.StartAsync(accounts => accounts.AllowRoomCreation = false);
        using var api = new Api(app.Http);
        var token = await api.SignInAsync("ann");
        await ((IRoomStore)app.Services.GetService(typeof(IRoomStore))!).GetOrAddRoomAsync("lobby", null, default);

        (await api.PostAsync("rooms", new { name = "x" })).Problem.Should().Be((403, "room_creation_closed"));
        await using var there = await app.ConnectAsync($"/ws/lobby?token={token}");
        await using var nowhere = await app.KnockAsync($"/ws/nowhere?token={token}");
        (nowhere.Status, nowhere.Body).Should().Match<(int Status, string Body)>(answer => answer.Status == 404 && answer.Body.Contains("no_such_room"));
        var id = (await app.Rooms.GetConnectionsAsync("user:1"))[0].Id;
        (await app.Rooms.JoinAsync(id, "nowhere")).Should().Be(JoinResult.NoSuchRoom);
    }

    [Fact]
    public async Task Rooms_ListIsOpen_NeedsNoToken()
    {
        await using var app = await AccountApp.StartAsync(accounts => accounts.OpenRoomList = true);
        using var api = new Api(app.Http);

        (await api.GetAsync("rooms")).Text.Should().Be("[]");
    }

    [Fact]
    public async Task Rooms_InPages_AreLinked()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        await api.SignInAsync("ann");
        for (var i = 0; i < 5; i++) await api.PostAsync("rooms", new { name = $"r{i}" });

        var names = new List<string>();
        for (var path = "rooms?limit=2"; path is not null;)
        {
            var page = await api.GetAsync(path);
            names.AddRange(page.Json.AsArray().Select(room => room!["name"]!.GetValue<string>()));
            path = LinkOf(page, "next");
        }

        names.Should().Equal("r0", "r1", "r2", "r3", "r4");
        (await api.GetAsync("rooms?limit=0")).Problem.Should().Be((400, "bad_value"));
        (await api.GetAsync("rooms?limit=1001")).Problem.Should().Be((400, "bad_value"));
    }

    [Fact]
    public async Task Alerts_OfWhatWasSaid_HaveTheFieldsOfTheContract()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        var token = await api.SignInAsync("ann");
        await using var client = await app.ConnectAsync($"/ws/lobby?token={token}");
        await client.SendAsync("Olé");
        await client.ReceiveAsync();
        await app.Rooms.PublishAsync("lobby", "from the server");

        var alerts = (await api.GetAsync("alerts")).Json.AsArray();

        alerts.Select(alert => string.Join(',', alert!.AsObject().Select(pair => pair.Key))).Should().OnlyContain(keys => keys == "id,content,created_at,user_id,room_id");
        alerts.Select(alert => alert!["content"]!.GetValue<string>()).Should().Equal("Olé", "from the server");
        alerts.Select(alert => alert!["user_id"]?.GetValue<long>()).Should().Equal(1, null);
        alerts[0]!["created_at"]!.GetValue<string>().Should().MatchRegex(@"^\d{4}-\d\d-\d\dT[\d:.]+Z$");
    }

    [Fact]
    public async Task Alerts_InPages_GoBothWaysAndMeetEachOnce()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        await api.SignInAsync("ann");
        for (var i = 1; i <= 25; i++)
        {
            await app.Rooms.PublishAsync("lobby", $"{i}");
            await app.Rooms.PublishAsync("other", $"not {i}");
        }

        var back = new List<string>();
        string? last = null;
        for (var path = "alerts?room=lobby&limit=10"; path is not null;)
        {
            var page = await api.GetAsync(path);
            back.InsertRange(0, Contents(page));
            (path, last) = (LinkOf(page, "prev"), path);
        }

        back.Should().Equal(Enumerable.Range(1, 25).Select(i => $"{i}"));
        var forth = Contents(await api.GetAsync(last!)).ToList();
        for (var path = LinkOf(await api.GetAsync(last!), "next"); path is not null;)
        {
            var page = await api.GetAsync(path);
            forth.AddRange(Contents(page));
            path = LinkOf(page, "next");
        }

        forth.Should().Equal(back);
        Contents(await api.GetAsync("alerts")).Should().HaveCount(50);
        Contents(await api.GetAsync("alerts?room_id=2&limit=1")).Should().Equal("not 25");
    }

    [Theory]
    [InlineData("limit=0", 400, "bad_value")]
    [InlineData("limit=1001", 400, "bad_value")]
    [InlineData("limit=x", 400, "bad_value")]
    [InlineData("before=-1", 400, "bad_value")]
    [InlineData("after=1&after=2", 400, "bad_value")]
    [InlineData("room=nowhere", 404, "no_such_room")]
    [InlineData("room_id=99", 404, "no_such_room")]
    [InlineData("room=%00", 404, "no_such_room")]
    [InlineData("room=lobby&room_id=1", 400, "bad_value")]
    public async Task Alerts_QuestionThatIsNone_IsAProblem(string query, int status, string code)
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        await api.SignInAsync("ann");

        (await api.GetAsync($"alerts?{query}")).Problem.Should().Be((status, code));
    }

    [Fact]
    public async Task Groups_SwitchedOff_AreNotThere()
    {
        await using var app = await AccountApp.StartAsync(api: api => (api.Accounts, api.Alerts) = (true, false));
        await using var bare = await AccountApp.StartAsync(api: api => (api.Accounts, api.Rooms) = (false, false));
        using var first = new Api(app.Http);
        using var second = new Api(bare.Http);
        await first.SignInAsync("ann");

        (await first.GetAsync("alerts")).Status.Should().Be(404);
        (await first.GetAsync("rooms")).Status.Should().Be(200);
        (await second.PostAsync("register", new { })).Status.Should().Be(404);
        (await second.GetAsync("rooms")).Status.Should().Be(404);
        (await second.GetAsync("alerts")).Status.Should().Be(401);
    }

    private static IEnumerable<string> Contents(ApiReply reply) => reply.Json.AsArray().Select(alert => alert!["content"]!.GetValue<string>());

    private static string? LinkOf(ApiReply reply, string relation) =>
        reply.Header("Link") is { } link && Link(relation).Match(link) is { Success: true } match ? match.Groups[1].Value : null;

    private static Regex Link(string relation) => new($"<(/api/[^>]+)>; rel=\"{relation}\"");
}
