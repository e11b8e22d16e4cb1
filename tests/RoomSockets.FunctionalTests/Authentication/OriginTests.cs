using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.FunctionalTests.Authentication;

public sealed class OriginTests
{
    [Fact]
    public async Task SameOrigin_AndNoOrigin_MayConnect()
    {
        await using var app = await StartAsync();

        (await app.WhoAsync("/ws", $"Origin: http://127.0.0.1:{app.Http.Port}")).Should().Be("nobody");
        (await app.WhoAsync("/ws")).Should().Be("nobody");
        (await app.WhoAsync("/ws", "Host: chat.example", "Origin: http://chat.example")).Should().Be("nobody");
        (await app.WhoAsync("/ws", "Host: chat.example:80", "Origin: http://CHAT.example")).Should().Be("nobody");
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("https://chat.example")]
    [InlineData("http://chat.example:8080")]
    [InlineData("http://sub.chat.example")]
    [InlineData("http://chat.example.evil.example")]
    [InlineData("http://evilchat.example")]
    [InlineData("http://chat.example@evil.example")]
    [InlineData("http://chat.example/")]
    [InlineData("file://")]
    [InlineData("chat.example")]
    [InlineData("null")]
    [InlineData("http://localhost:5173")]
    public async Task AnotherOrigin_InProduction_IsRefused(string origin)
    {
        await using var app = await StartAsync();

        (await app.RefusalAsync("/ws", "Host: chat.example", $"Origin: {origin}")).Should().Be("403 origin");
    }

    [Theory]
    [InlineData("https://a.example", "101")]
    [InlineData("https://A.example:443", "101")]
    [InlineData("http://b.example:5173", "101")]
    [InlineData("http://a.example", "403 origin")]
    [InlineData("https://b.example:5173", "403 origin")]
    [InlineData("http://b.example", "403 origin")]
    [InlineData("https://x.a.example", "403 origin")]
    public async Task AllowOrigins_ComparesSchemeHostAndPort(string origin, string verdict)
    {
        await using var app = await StartAsync(rooms => rooms.AllowOrigins("https://a.example", "http://b.example:5173"));

        (await app.RefusalAsync("/ws", $"Origin: {origin}")).Should().Be(verdict);
    }

    [Theory]
    [InlineData("http://localhost:5173", "101")]
    [InlineData("https://127.0.0.1:8443", "101")]
    [InlineData("http://[::1]:3000", "101")]
    [InlineData("http://app.localhost", "101")]
    [InlineData("http://localhost.evil.example", "403 origin")]
    [InlineData("http://127.0.0.1.evil.example", "403 origin")]
    [InlineData("http://evil.example", "403 origin")]
    [InlineData("null", "403 origin")]
    public async Task Loopback_InDevelopment_MayConnect(string origin, string verdict)
    {
        await using var app = await StartAsync(environment: "Development");

        (await app.RefusalAsync("/ws", "Host: chat.example", $"Origin: {origin}")).Should().Be(verdict);
    }

    [Fact]
    public async Task AllowNullOrigin_LetsPagesFromDiskInAndNobodyElse()
    {
        await using var app = await StartAsync(rooms => rooms.AllowNullOrigin());

        (await app.WhoAsync("/ws", "Origin: null")).Should().Be("nobody");
        (await app.RefusalAsync("/ws", "Origin: file://")).Should().Be("403 origin");
        (await app.RefusalAsync("/ws", "Origin: http://evil.example")).Should().Be("403 origin");
    }

    [Fact]
    public async Task TwoOrigins_EvenIfBothAreAllowed_AreRefused()
    {
        await using var app = await StartAsync(rooms => rooms.AllowOrigins("https://a.example", "https://b.example"));

        (await app.RefusalAsync("/ws", "Origin: https://a.example", "Origin: https://b.example")).Should().Be("403 origin");
        (await app.RefusalAsync("/ws", "Origin: https://a.example", "Origin: https://a.example")).Should().Be("403 origin");
    }

    [Fact]
    public async Task PathBase_OfTheHost_IsNoPartOfItsOrigin()
    {
        await using var app = await TestApp.StartAsync(map =>
        {
            map.UsePathBase("/chat");
            map.UseRouting();
            map.MapRoomSockets("/ws", message => message.ReplyAsync(message.Connection.Request.Path)).AllowAnonymous();
        });

        (await app.WhoAsync("/chat/ws", $"Origin: http://127.0.0.1:{app.Http.Port}")).Should().Be("/chat/ws");
        (await app.RefusalAsync("/chat/ws", "Origin: http://evil.example")).Should().Be("403 origin");
    }

    private static Task<TestApp> StartAsync(Action<IRoomSocketsBuilder>? add = null, string environment = "Production") =>
        TestApp.StartAsync(map => map.MapDoor().AllowAnonymous(), add, environment: environment);
}
