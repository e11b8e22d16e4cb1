using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.Accounts;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.Moderation;

/// <summary>Anybody may create a room: what that gives is bounded, and not above those who moderate all rooms.</summary>
public sealed class CreatorTests
{
    [Fact]
    public async Task Creator_AgainstAConfiguredModerator_HasNoEffect()
    {
        await using var app = await StartAsync();
        using var api = new Api(app.Http);
        var moderator = await api.SignInAsync("mod");
        await api.SignInAsync("mallory");
        await api.PostAsync("rooms", new { name = "trap" });
        await using var raw = await app.ConnectAsync($"/ws/trap?token={moderator}");

        foreach (var path in new[] { "kick", "bans", "mutes" }) (await api.PostAsync($"rooms/1/{path}", new { user_id = 1 })).Problem.Should().Be((403, "forbidden"), path);
        (await api.PostAsync("rooms/1/bans", new { address = "127.0.0.1" })).Text.Should().Be("""{"connections":0}""");
        await app.Rooms.BanAsync(BanSubject.OfUser("user:1"), "trap");
        await app.Rooms.MuteAsync("user:1", "trap");

        await raw.SendAsync("still here");
        (await raw.ReceiveAsync()).Should().Be("still here");
        await using var again = await app.ConnectAsync($"/ws/trap?token={moderator}");
        (await api.GetAsync("rooms/1/bans")).Problem.Should().Be((403, "banned"), "she comes from there herself");
        api.Token = moderator;
        (await api.GetAsync("rooms/1/bans")).Json.AsArray().Should().HaveCount(2);
        (await api.DeleteAsync("rooms/1/bans?address=127.0.0.1")).Status.Should().Be(200);
        await app.Rooms.BanAsync(BanSubject.OfUser("user:1"));
        (await api.GetAsync("rooms/1/bans")).Problem.Should().Be((403, "banned"), "everywhere is everywhere");
    }

    [Fact]
    public async Task Creator_BansWhomAPolicyNames_TheRightToModerateStays()
    {
        await using var app = await StartAsync(static rooms =>
        {
            rooms.Services.AddAuthorization(static options => options.AddPolicy("staff", static policy => policy.RequireAssertion(static context => context.User.Identity?.Name is "eve")));
            rooms.AddModeratorPolicy("staff");
        });
        using var api = new Api(app.Http);
        await api.SignInAsync("mallory");
        await api.PostAsync("rooms", new { name = "trap" });
        var eve = await api.SignInAsync("eve");
        await app.Rooms.BanAsync(BanSubject.OfUser("user:2"), "trap");

        await using var refused = await app.KnockAsync($"/ws/trap?token={eve}");

        refused.Status.Should().Be(403);
        (await api.GetAsync("audit?room_id=1")).Status.Should().Be(200);
        (await api.DeleteAsync("rooms/1/bans?user=user:2")).Status.Should().Be(200);
    }

    [Fact]
    public async Task Creator_ActsTooOften_Is429ForAnHour()
    {
        await using var app = await StartAsync(clock: new FakeClock(), options: static options => options.MaxCreatorActionsPerHour = 2);
        using var api = new Api(app.Http);
        var moderator = await api.SignInAsync("mod");
        await api.SignInAsync("mallory");
        await api.PostAsync("rooms", new { name = "hers" });
        for (var i = 0; i < 2; i++) (await api.PostAsync("rooms/1/kick", new { user = $"x{i}" })).Status.Should().Be(200);

        var refused = await api.PostAsync("rooms/1/kick", new { user = "x" });

        (refused.Problem, refused.Header("Retry-After")).Should().Be(((429, "rate_limited"), "3600"));
        (await api.DeleteAsync("rooms/1/bans?user=x")).Problem.Should().Be((429, "rate_limited"), "they are counted together");
        (await api.GetAsync("rooms/1/bans")).Status.Should().Be(200, "reading changes nothing");
        api.Token = moderator;
        for (var i = 0; i < 3; i++) (await api.PostAsync("rooms/1/kick", new { user = "x" })).Status.Should().Be(200);
    }

    [Fact]
    public async Task Creator_FillsARoom_StaffFindsAPlace()
    {
        await using var app = await StartAsync(options: static options => (options.MaxRestrictions, options.MaxRestrictionsPerRoom) = (4, 1));
        using var api = new Api(app.Http);
        var moderator = await api.SignInAsync("mod");
        await api.SignInAsync("mallory");
        foreach (var room in new[] { "a", "b", "c" }) await api.PostAsync("rooms", new { name = room });
        foreach (var path in new[] { "bans", "mutes" })
        {
            (await api.PostAsync($"rooms/1/{path}", new { user = "x" })).Status.Should().Be(201);
            (await api.PostAsync($"rooms/1/{path}", new { user = "y" })).Problem.Should().Be((409, "too_many_restrictions"));
            (await api.PostAsync($"rooms/2/{path}", new { user = "x" })).Status.Should().Be(201);
            (await api.PostAsync($"rooms/3/{path}", new { user = "x" })).Problem.Should().Be((409, "too_many_restrictions"), "half is kept for everywhere");
        }

        api.Token = moderator;
        foreach (var path in new[] { "bans", "mutes" })
        {
            for (var i = 0; i < 2; i++) (await api.PostAsync(path, new { user = $"x{i}" })).Status.Should().Be(201);
            (await api.PostAsync(path, new { user = "z" })).Problem.Should().Be((409, "too_many_restrictions"));
        }
    }

    private static Task<TestApp> StartAsync(Action<IRoomSocketsBuilder>? add = null, Action<ModerationOptions>? options = null, FakeClock? clock = null) => AccountApp.StartAsync(
        add: rooms =>
        {
            add?.Invoke(rooms);
            rooms.ConfigureModeration(moderation =>
            {
                if (add is null) moderation.Moderators.Add("user:1");
                options?.Invoke(moderation);
            });
        },
        clock: clock);
}
