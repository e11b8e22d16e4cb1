using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.Hosting;

namespace RoomSockets.FunctionalTests.BadInput;

/// <summary>Whatever a handshake carries, it is let in or refused with a code: never an exception, and never an Error in the log.</summary>
public sealed class MalformedHandshakeTests
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    [Theory]
    [InlineData("http://xn--\u00E9")]
    [InlineData("http://xn--e1a\u0438")]
    [InlineData("https://\u200D")]
    [InlineData("http://\u2488com")]
    [InlineData("http://a\uFFFEb")]
    [InlineData("http://[::1")]
    [InlineData("http://[::1]extra")]
    [InlineData("http://a:99999999999")]
    [InlineData("http://a:-1")]
    [InlineData("http://*.a")]
    [InlineData("http://")]
    [InlineData("://")]
    [InlineData("file://")]
    [InlineData("null, null")]
    [InlineData("chrome-extension://abc")]
    public async Task Origin_ThatIsNone_IsRefused(string origin)
    {
        await using var app = await StartAsync();

        (await app.VerdictAsync("/ws/lobby", Bytes($"Origin: {origin}"))).Should().Be("403 origin");
    }

    [Theory]
    [InlineData("%")]
    [InlineData("%z")]
    [InlineData("%zz")]
    [InlineData("a%")]
    [InlineData("%C3")]
    [InlineData("%C3%28")]
    [InlineData("%C0%AF")]
    [InlineData("%E0%80%AF")]
    [InlineData("%ED%A0%80")]
    [InlineData("%F4%90%80%80")]
    [InlineData("%00")]
    [InlineData("%u0041")]
    [InlineData("%EF%BF%BE")]
    [InlineData("%25%00")]
    public async Task PercentEncoding_ThatIsMalformed_IsReadOrRefusedEverywhere(string text)
    {
        await using var app = await StartAsync();
        string[] paths = [$"/ws/{text}", $"/ws/lobby?token={text}", $"/ws/lobby?{text}={text}", $"/ws/lobby?ticket={text}", $"/ws/lobby?since={text}&epoch={text}", $"/{text}/ws"];

        foreach (var path in paths)
        {
            await using var client = await app.KnockAsync(path, "Sec-WebSocket-Protocol: roomsockets.v1.json");
            client.Status.Should().BeOneOf([101, 400, 403, 404], path);
        }

        (await app.VerdictAsync("/ws/lobby", $"Cookie: roomsockets.session={text}; {text}={text}; {text}")).Should().BeOneOf("101", "403 token_invalid");
        (await app.VerdictAsync("/ws/lobby", $"Authorization: Bearer {text}")).Should().Be("403 token_invalid");
    }

    [Fact]
    public async Task Token_OfTheLongestUrl_ReachesTheValidatorWhole()
    {
        await using var app = await StartAsync();
        var token = "good" + new string('t', 7000);

        (await app.VerdictAsync($"/ws/lobby?token={token}")).Should().Be("101");
        (await app.VerdictAsync($"/ws/lobby?token={token[1..]}")).Should().Be("403 token_invalid");
    }

    [Fact]
    public async Task Token_ManyTimesInTheQuery_IsOneOrAFault()
    {
        await using var app = await StartAsync();
        var same = string.Join('&', Enumerable.Repeat("token=good", 600));
        var different = string.Join('&', Enumerable.Range(0, 600).Select(static i => $"token={i}"));

        (await app.VerdictAsync($"/ws/lobby?{same}")).Should().Be("101");
        (await app.VerdictAsync($"/ws/lobby?{different}")).Should().Be("400 bad_value");
        (await app.VerdictAsync($"/ws/lobby?{same}&access_token=other")).Should().Be("400 bad_value");
        (await app.VerdictAsync($"/ws/lobby?{string.Join('&', Enumerable.Repeat("token=", 1000))}")).Should().Be("101", "an empty one is none");
    }

    [Fact]
    public async Task Handshake_ThatTrickles_IsEndedByTheServer()
    {
        // The shortest that the server's own clock, which ticks once a second, can tell.
        await using var app = await StartAsync(static limits => limits.RequestHeadersTimeout = TimeSpan.FromSeconds(1));
        using var tcp = new System.Net.Sockets.TcpClient();
        await tcp.ConnectAsync(app.Http.Host, app.Http.Port).WaitAsync(TestApp.Patience);
        var answer = Endless.ReadAsync(tcp.GetStream());
        using var drip = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var request = $"GET /ws/lobby HTTP/1.1\r\nHost: {app.Http.Authority}\r\nX-Slow: {new string('x', 150)}";
        try
        {
            for (var i = 0; i < request.Length && !answer.IsCompleted; i++)
            {
                await tcp.GetStream().WriteAsync(new[] { (byte)request[i] }).AsTask().WaitAsync(TestApp.Patience);
                await drip.WaitForNextTickAsync();
            }
        }
        catch (IOException)
        {
            // It hung up.
        }

        (await answer.WaitAsync(TestApp.Patience)).Should().StartWith("HTTP/1.1 408 ");
        await app.LeftAsync(0);
    }

    /// <summary>The client of these tests writes Latin-1; a browser would write these bytes.</summary>
    private static string Bytes(string line) => Encoding.Latin1.GetString(Utf8.GetBytes(line));

    private static Task<TestApp> StartAsync(Action<KestrelServerLimits>? limits = null) => TestApp.StartAsync(
        static map => map.MapRoomSockets("/ws/{room}").AllowAnonymous(),
        rooms =>
        {
            rooms.AddTokenValidator(static (context, _) => ValueTask.FromResult(
                context.Token.StartsWith("good", StringComparison.Ordinal) ? TokenResult.Success("ann") : TokenResult.Failure()));
            rooms.Services.Configure<KestrelServerOptions>(kestrel => limits?.Invoke(kestrel.Limits));
        });
}
