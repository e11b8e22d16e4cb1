using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RoomSockets.FunctionalTests.Authentication;

/// <summary>
/// The library writes no token into a log or an answer. The framework is another matter, and documentation must say so:
/// <c>Microsoft.AspNetCore.Hosting.Diagnostics</c> logs the whole URL of each request at Information, a query token with it, and
/// <c>Microsoft.AspNetCore.HttpLogging</c> does where a host adds it. Keep the first at Warning, or send tokens another way.
/// </summary>
public sealed class TokenSecrecyTests
{
    private const string Secret = "s3cr3t-t0ken";

    [Theory]
    [InlineData("good", 101)]
    [InlineData("bad", 403)]
    [InlineData("broken", 503)]
    public async Task Token_WhateverBecomesOfIt_IsInNoLogLineAndNoAnswer(string kind, int status)
    {
        await using var app = await StartAsync();
        if (kind == "broken") app.Logs.Expect("A token validator failed");
        var token = $"{kind}-{Secret}";

        foreach (var (path, header) in Knocks(token))
        {
            await using var client = await app.KnockAsync(path, header);
            client.Status.Should().Be(status);
            client.Body.Should().NotContain(Secret);
            client.Headers.Values.Should().NotContain(value => value.Contains(Secret, StringComparison.Ordinal));
        }

        await app.LeftAsync(0);
        ShouldBeSilent(app);
    }

    [Fact]
    public async Task Token_GivenTwice_IsInNoLogLineAndNoAnswer()
    {
        await using var app = await StartAsync();

        await using var client = await app.KnockAsync($"/ws?token=good-{Secret}&token=bad-{Secret}");

        client.Verdict().Should().Be("400 bad_value");
        client.Body.Should().NotContain(Secret);
        ShouldBeSilent(app);
    }

    private static void ShouldBeSilent(TestApp app)
    {
        var ours = app.Logs.Entries.Where(entry => entry.Category.StartsWith("RoomSockets", StringComparison.Ordinal)).ToList();
        ours.Should().Contain(entry => entry.Level == LogLevel.Debug, "else nothing was looked at");
        ours.Should().NotContain(entry => entry.Text.Contains(Secret, StringComparison.Ordinal));
        ours.Should().NotContain(entry => entry.Error != null && entry.Error.ToString().Contains(Secret, StringComparison.Ordinal));
    }

    private static IEnumerable<(string Path, string Header)> Knocks(string token) =>
    [
        ($"/ws?token={token}", "X-Nothing: 1"),
        ($"/ws?access_token={token}", "X-Nothing: 1"),
        ("/ws", $"Authorization: Bearer {token}"),
        ("/ws", $"Cookie: roomsockets.session={token}"),
        ("/ws", $"Sec-WebSocket-Protocol: roomsockets.raw, roomsockets.bearer.{token}"),
    ];

    private static Task<TestApp> StartAsync() => TestApp.StartAsync(map => map.MapDoor(), rooms =>
    {
        rooms.AddTokenValidator((context, _) => ValueTask.FromResult(context.Token.Split('-')[0] switch
        {
            "good" => TokenResult.Success("ann", tokenId: "1"),
            "bad" => TokenResult.Failure(),
            _ => throw new InvalidOperationException("the database is away"),
        }));
        // Named, so that it wins over the configuration of whatever lies beside the tests.
        rooms.Services.AddLogging(logging => logging.AddFilter("RoomSockets", LogLevel.Debug));
    });
}
