using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.Hosting;

namespace RoomSockets.FunctionalTests.BadInput;

/// <summary>
/// How many headers there may be, and how long they are, is the server's to say; what is let in by a host that allows much must
/// cost no more than reading it. Headers of a megabyte: whoever looks at them in time that grows with the square never answers.
/// </summary>
public sealed class OversizedHeaderTests
{
    private const int Many = 250_000;

    [Theory]
    [InlineData(90, 101)]
    [InlineData(2000, 431)]
    public async Task Headers_WithTheServersOwnLimits_AreBoundedBeforeUs(int count, int status)
    {
        await using var app = await StartAsync();
        await using var client = await app.KnockAsync("/ws/lobby", Numbered(count));

        client.Status.Should().Be(status);
        await app.LeftAsync(status == 101 ? 1 : 0);
    }

    [Fact]
    public async Task Headers_TwoThousandWhereTheHostAllowsThem_AreNoReasonToFail()
    {
        await using var app = await StartGenerousAsync();
        await using var client = await app.KnockAsync("/ws/lobby", Numbered(2000));

        client.Status.Should().Be(101);
        await client.SendAsync("hello");
        (await client.ReadTextAsync()).Should().Be("hello");
    }

    [Theory]
    [InlineData("GET /ws/lobby HTTP/1.1\r\nX-Endless: ", "x", 431)]
    [InlineData("GET /ws/lobby?token=", "t", 414)]
    [InlineData("GET /ws/lobby HTTP/1.1\r\n", "X-More: x\r\n", 431)]
    public async Task Request_ThatNeverEnds_IsRefusedWhileItComes(string beginning, string more, int status)
    {
        await using var app = await StartAsync();

        (await Endless.AskAsync(app.Http, beginning, more)).Should().StartWith($"HTTP/1.1 {status} ");
        await app.LeftAsync(0);
    }

    [Theory]
    [InlineData("Sec-WebSocket-Protocol", ",", "roomsockets.raw", "101")]
    [InlineData("Sec-WebSocket-Protocol", "p,", "roomsockets.raw", "400 too_many_subprotocols")]
    [InlineData("Sec-WebSocket-Protocol", "roomsockets.bearer.x,", "roomsockets.raw", "400 too_many_subprotocols")]
    [InlineData("Sec-WebSocket-Extensions", ",", "permessage-deflate", "101")]
    [InlineData("Sec-WebSocket-Extensions", "permessage-deflate;x,", "permessage-deflate", "101")]
    [InlineData("Sec-WebSocket-Extensions", ";", "permessage-deflate", "101")]
    [InlineData("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits=", "8", "101")]
    [InlineData("Cookie", "roomsockets.session=x;", "a=b", "101")]
    [InlineData("Cookie", "roomsockets.session=", "a", "101")]
    [InlineData("Cookie", "%", "a", "101")]
    [InlineData("Authorization", "Bearer ", "a", "101")]
    [InlineData("Authorization", " ", "Bearer a", "101")]
    [InlineData("Origin", "http://", "a", "403 origin")]
    [InlineData("Origin", "a.", "a", "403 origin")]
    [InlineData("Sec-WebSocket-Key", "A", "==", "400 websocket_key")]
    [InlineData("Sec-WebSocket-Version", "13,", "13", "426 websocket_version")]
    public async Task Header_OfAMegabyte_IsReadInOneGo(string name, string part, string end, string verdict)
    {
        await using var app = await StartGenerousAsync();
        var value = new StringBuilder().Insert(0, part, Many).Append(end);

        (await app.VerdictAsync("/ws/lobby", $"{name}: {value}")).Should().Be(verdict);
    }

    private static string[] Numbered(int count) => [.. Enumerable.Range(0, count).Select(static i => $"X-Header-{i}: {i}")];

    private static Task<TestApp> StartAsync(Action<KestrelServerLimits>? limits = null) => TestApp.StartAsync(
        static map => map.MapRoomSockets("/ws/{room}").AllowAnonymous(),
        rooms =>
        {
            rooms.AddTokenValidator(static (_, _) => ValueTask.FromResult(TokenResult.NoResult));
            rooms.Services.AddRoomSockets(static options => (options.Deflate, options.OnInvalidToken) = (true, InvalidTokenMode.Anonymous));
            rooms.Services.Configure<KestrelServerOptions>(kestrel => limits?.Invoke(kestrel.Limits));
        });

    private static Task<TestApp> StartGenerousAsync() => StartAsync(static limits =>
    {
        limits.MaxRequestHeaderCount = 3000;
        limits.MaxRequestHeadersTotalSize = 32 * 1024 * 1024;
        limits.MaxRequestBufferSize = 64 * 1024 * 1024;
    });
}
