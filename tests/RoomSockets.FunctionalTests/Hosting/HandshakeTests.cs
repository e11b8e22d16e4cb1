using Microsoft.AspNetCore.Builder;

namespace RoomSockets.FunctionalTests.Hosting;

public sealed class HandshakeTests
{
    [Theory]
    [InlineData("Upgrade:", "Connection:")]
    [InlineData("Upgrade: h2c", "Connection: Upgrade")]
    [InlineData("Upgrade: websocket", "Connection: keep-alive")]
    public async Task PlainRequest_IsToldWhatThisIs(string upgrade, string connection)
    {
        await using var app = await StartAsync();

        (await app.VerdictAsync("/ws", upgrade, connection)).Should().Be("400 not_websocket");
    }

    [Theory]
    [InlineData("12")]
    [InlineData("8")]
    [InlineData("14")]
    [InlineData("13, 14")]
    [InlineData("")]
    public async Task WrongVersion_Gets426WithOurs(string version)
    {
        await using var app = await StartAsync();

        await using var client = await app.KnockAsync("/ws", $"Sec-WebSocket-Version: {version}");

        client.ReadVerdict().Should().Be("426 websocket_version");
        client.Headers["Sec-WebSocket-Version"].Should().Be("13");
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ")]
    [InlineData("dGhlIHNhbXBsZSBub25j")]
    [InlineData("dGhlIHNhbXBsZSBub25jZSE=")]
    [InlineData("!!!!IHNhbXBsZSBub25jZQ==")]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ==dGhlIHNhbXBsZSBub25jZQ==")]
    public async Task BadKey_Gets400(string key)
    {
        await using var app = await StartAsync();

        (await app.VerdictAsync("/ws", $"Sec-WebSocket-Key: {key}")).Should().Be("400 websocket_key");
    }

    [Fact]
    public async Task GoodKey_GetsTheAnswerOfTheRfc()
    {
        await using var app = await StartAsync();

        await using var client = await app.KnockAsync("/ws");

        client.Status.Should().Be(101);
        client.Headers["Sec-WebSocket-Accept"].Should().Be("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "RFC 6455, section 1.3");
        client.Headers["Upgrade"].Should().Be("websocket");
    }

    [Theory]
    [InlineData(31, "101")]
    [InlineData(32, "101")]
    [InlineData(33, "400 too_many_subprotocols")]
    public async Task SubProtocols_UpToTheLimit_AreRead(int count, string verdict)
    {
        await using var app = await StartAsync();
        var offered = string.Join(", ", Enumerable.Range(1, count - 1).Select(i => $"p{i}").Append("roomsockets.raw"));

        (await app.VerdictAsync("/ws", $"Sec-WebSocket-Protocol: {offered}")).Should().Be(verdict);
    }

    [Fact]
    public async Task SubProtocols_OverSeveralLines_AreCountedTogether()
    {
        await using var app = await StartAsync();
        var lines = Enumerable.Range(1, 33).Select(i => $"Sec-WebSocket-Protocol: p{i}").ToArray();

        (await app.VerdictAsync("/ws", lines)).Should().Be("400 too_many_subprotocols");
        (await app.VerdictAsync("/ws", lines[..32])).Should().Be("400 unknown_subprotocol");
    }

    [Fact]
    public async Task UnknownPath_IsNotFound()
    {
        await using var app = await StartAsync();

        await using var client = await app.KnockAsync("/elsewhere");

        client.Status.Should().Be(404);
    }

    private static Task<TestApp> StartAsync() => TestApp.StartAsync(map => map.MapRoomSockets("/ws", message => message.ReplyAsync(message.Data)).AllowAnonymous());
}
