using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RoomSockets.FunctionalTests.Authentication;

/// <summary>A refused origin is the first thing that goes wrong for many; what to do about it must be where they look.</summary>
public sealed class OriginDiagnosticsTests
{
    [Theory]
    [InlineData("Development", true)]
    [InlineData("Production", false)]
    public async Task Body_TellsTheFixes_InDevelopmentOnly(string environment, bool tells)
    {
        await using var app = await StartAsync(environment: environment);

        await using var client = await app.KnockAsync("/ws", "Host: chat.example", "Origin: https://page.example");

        client.Verdict().Should().Be("403 origin");
        foreach (var part in new[] { "AllowOrigins(", "https://page.example", "http://chat.example", "UseForwardedHeaders" })
            client.Body.Contains(part, StringComparison.Ordinal).Should().Be(tells, part);
    }

    [Fact]
    public async Task Log_WarnsOnceForEachOrigin_WithOriginHostAndFixes()
    {
        await using var app = await StartAsync();

        for (var i = 0; i < 3; i++)
        {
            await app.RefusalAsync("/ws", "Host: chat.example", "Origin: https://page.example");
            await app.RefusalAsync("/ws", "Host: chat.example", "Origin: null");
        }

        var warnings = Warnings(app);
        warnings.Should().HaveCount(2);
        warnings[0].Should().ContainAll("https://page.example", "http://chat.example", "AllowOrigins(", "UseForwardedHeaders", "ASPNETCORE_ENVIRONMENT=Development");
        warnings[1].Should().ContainAll("Origin: null", "AllowNullOrigin()");
    }

    [Fact]
    public async Task Log_FloodedWithOrigins_StopsAtAHundred()
    {
        await using var app = await StartAsync();

        for (var i = 0; i < 105; i++) await app.RefusalAsync("/ws", $"Origin: https://p{i}.example");

        Warnings(app).Should().HaveCount(100);
    }

    [Fact]
    public async Task AllowAnyOrigin_LetsAllInAndWarnsAtTheStart()
    {
        await using var app = await StartAsync(rooms => rooms.AllowAnyOrigin());

        Warnings(app).Should().ContainSingle().Which.Should().ContainAll("AllowAnyOrigin", "AllowOrigins");
        (await app.WhoAsync("/ws", "Origin: https://evil.example")).Should().Be("nobody");
        (await app.WhoAsync("/ws", "Origin: null")).Should().Be("nobody");
    }

    [Fact]
    public async Task AllowAnyOrigin_NotSet_WarnsOfNothing()
    {
        await using var app = await StartAsync();

        Warnings(app).Should().BeEmpty();
    }

    private static List<string> Warnings(TestApp app) =>
        [.. app.Logs.Entries.Where(entry => entry.Category.StartsWith("RoomSockets", StringComparison.Ordinal) && entry.Level == LogLevel.Warning).Select(entry => entry.Text)];

    private static Task<TestApp> StartAsync(Action<IRoomSocketsBuilder>? add = null, string environment = "Production") =>
        TestApp.StartAsync(map => map.MapDoor().AllowAnonymous(), add, environment: environment);
}
