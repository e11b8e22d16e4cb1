using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;

namespace RoomSockets.FunctionalTests.Authentication;

/// <summary>A proxy ends TLS: the browser's origin is https, the request that arrives is http.</summary>
public sealed class OriginProxyTests
{
    private static readonly string[] FromProxy = ["Host: chat.example", "Origin: https://chat.example", "X-Forwarded-Proto: https"];

    [Fact]
    public async Task HttpsOrigin_OfAnHttpRequest_IsRefused()
    {
        await using var app = await TestApp.StartAsync(map => map.MapDoor().AllowAnonymous());

        (await app.RefusalAsync("/ws", FromProxy)).Should().Be("403 origin");
    }

    [Fact]
    public async Task HttpsOrigin_WithForwardedHeaders_MayConnect()
    {
        await using var app = await TestApp.StartAsync(map =>
        {
            UseForwardedHeaders(map);
            map.MapDoor().AllowAnonymous();
        });

        (await app.WhoAsync("/ws", FromProxy)).Should().Be("nobody");
        (await app.WhoAsync("/ws", "Host: 10.0.0.7:5000", "Origin: https://chat.example", "X-Forwarded-Proto: https", "X-Forwarded-Host: chat.example")).Should().Be("nobody");
        (await app.RefusalAsync("/ws", "Host: chat.example", "Origin: https://chat.example")).Should().Be("403 origin", "nothing was forwarded");
    }

    /// <summary>Whether a cookie counts depends on the origin too, so it must be decided after the host's forwarded headers.</summary>
    [Fact]
    public async Task Cookie_WithForwardedHeaders_Counts()
    {
        await using var app = await TestApp.StartAsync(
            map =>
            {
                UseForwardedHeaders(map);
                map.MapDoor();
            },
            rooms => rooms.AddNames());

        (await app.RefusalAsync("/ws", [.. FromProxy, "Cookie: roomsockets.session=ok-ann"])).Should().Be("101");
    }

    private static void UseForwardedHeaders(WebApplication app) => app.UseForwardedHeaders(
        new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost });
}
