using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.FunctionalTests.Accounts;

public sealed class OpenApiTests
{
    [Fact]
    public async Task OpenApi_OfAHostThatWantsIt_DescribesEveryRequest()
    {
        await using var app = await TestApp.StartAsync(
            app =>
            {
                app.MapOpenApi();
                app.MapRoomSocketsApi("/api");
                app.MapRoomSockets("/ws/{room}");
            },
            rooms =>
            {
                rooms.AddMemoryStore();
                rooms.Services.AddOpenApi();
            });
        using var api = new Api(app.Http);

        var document = (await api.GetAsync("/openapi/v1.json")).Json;

        var paths = document["paths"]!.AsObject();
        paths.Select(path => path.Key).Should().BeEquivalentTo(
            "/api/register", "/api/login", "/api/logout", "/api/me", "/api/tokens", "/api/tokens/{id}", "/api/ticket", "/api/rooms", "/api/rooms/{id}/join", "/api/rooms/{id}/leave", "/api/alerts",
            "/api/rooms/{id}/kick", "/api/rooms/{id}/bans", "/api/bans", "/api/rooms/{id}/mutes", "/api/mutes", "/api/rooms/{id}/slow-mode", "/api/alerts/{id}", "/api/audit");
        var login = paths["/api/login"]!["post"]!;
        login["operationId"]!.GetValue<string>().Should().Be("api.login");
        login["tags"]!.ToJsonString().Should().Be("""["Accounts"]""");
        login["requestBody"]!["content"]!.AsObject().Select(type => type.Key).Should().BeEquivalentTo("application/json", "application/x-www-form-urlencoded");
        login["responses"]!.AsObject().Select(response => response.Key).Should().Contain(["200", "401", "429"]);
        paths["/api/rooms"]!.AsObject().Select(method => method.Key).Should().BeEquivalentTo("get", "post");
        foreach (var (_, methods) in paths)
            foreach (var (_, operation) in methods!.AsObject()) operation!["summary"]!.GetValue<string>().Should().NotBeEmpty();
    }

    [Fact]
    public async Task MapRoomSocketsApi_WithoutAStore_SaysWhichLineToAdd()
    {
        var start = () => TestApp.StartAsync(app => app.MapRoomSocketsApi("/api"));

        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("*AddMemoryStore()*AddEntityFrameworkStore(*");
    }
}
