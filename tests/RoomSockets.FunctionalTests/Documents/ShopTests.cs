using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.Databases;
using RoomSockets.FunctionalTests.Accounts;

namespace RoomSockets.FunctionalTests.Documents;

/// <summary>An application with a context and users of its own joins in, as docs/stores.md says and in no other way.</summary>
public sealed class ShopTests
{
    [Theory]
    [Databases]
    public async Task Shop_WithItsOwnUsersAndContext_HasRoomsHistoryAndMembers(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var app = await StartAsync(database);
        using var api = new Api(app.Http);
        var cookie = await SignInAsync(app, api, "7");
        await using var client = await app.ConnectAsync("/ws/orders", options => options.SetRequestHeader("Cookie", cookie));

        await client.SendAsync("paid");
        (await client.ReceiveAsync()).Should().Be("paid");
        (await app.Rooms.SendToUserAsync("7", "to every device of yours")).Should().Be(1, "the id is the shop's own");
        (await client.ReceiveAsync()).Should().Be("to every device of yours");

        var rooms = await GetAsync("rooms");
        rooms.Json[0]!["users"]![0]!["username"]!.GetValue<string>().Should().Be("customer 7");
        (await GetAsync("alerts?room=orders")).Json[0]!["user_id"]!.GetValue<long>().Should().Be(rooms.Json[0]!["users"]![0]!["id"]!.GetValue<long>());
        (await api.PostAsync("register", new { username = "x", password = "a good password" })).Status.Should().Be(404, "users sign in to the shop");
        await using var stranger = await app.KnockAsync("/ws/orders");
        stranger.Status.Should().Be(401);

        Task<ApiReply> GetAsync(string path) => api.SendAsync(HttpMethod.Get, path, content: null, request => request.Headers.Add("Cookie", cookie));
    }

    private static async Task<TestApp> StartAsync(TestDatabase database) => await TestApp.StartAsync(
        app =>
        {
            using (var scope = app.Services.CreateScope()) scope.ServiceProvider.GetRequiredService<ShopContext>().Database.EnsureCreated();
            app.MapGet("/sign-in/{id}", (HttpContext http, string id) => http.SignInAsync("Cookies", new ClaimsPrincipal(new ClaimsIdentity(
                [new(ClaimTypes.NameIdentifier, id), new(ClaimTypes.Name, $"customer {id}")], "Cookies"))));
            StoreSnippets.MapShop(app);
        },
        rooms =>
        {
            rooms.Services.AddAuthentication("Cookies").AddCookie("Cookies");
            rooms.Services.AddDbContext<ShopContext>(database.Use);
            rooms.AddEntityFrameworkStore<ShopContext>().UseAuthenticationScheme("Cookies");
        });

    private static async Task<string> SignInAsync(TestApp app, Api api, string id)
    {
        var reply = await api.GetAsync(new Uri(app.Http, $"/sign-in/{id}").ToString());
        return reply.Header("Set-Cookie")!.Split(';')[0];
    }
}
