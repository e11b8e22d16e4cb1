using System.Buffers.Text;
using System.Text;

namespace RoomSockets.FunctionalTests.Authentication;

public sealed class TokenSourceTests
{
    [Theory]
    [InlineData("Authorization: Bearer ok-ann")]
    [InlineData("Authorization: bearer ok-ann")]
    [InlineData("Authorization: BEARER   ok-ann")]
    [InlineData("Authorization: Token ok-ann")]
    [InlineData("authorization: tOKEN ok-ann")]
    [InlineData("Cookie: roomsockets.session=ok-ann")]
    [InlineData("Cookie: other=x; roomsockets.session=\"ok-ann\"; more=y")]
    [InlineData("Cookie: roomsockets.session=ok%2Dann")]
    [InlineData("Sec-WebSocket-Protocol: roomsockets.bearer.ok-ann")]
    [InlineData("Sec-WebSocket-Protocol: roomsockets.raw, roomsockets.bearer.ok-ann")]
    public async Task Token_InAHeader_IsFound(string header)
    {
        await using var app = await Door.OpenAsync();

        (await app.WhoAsync("/ws", header)).Should().Be("ann");
    }

    [Theory]
    [InlineData("token=ok-ann")]
    [InlineData("access_token=ok-ann")]
    [InlineData("token=&access_token=ok-ann")]
    [InlineData("token=ok%2Dann")]
    public async Task Token_InTheQuery_IsFound(string query)
    {
        await using var app = await Door.OpenAsync();

        (await app.WhoAsync($"/ws?{query}")).Should().Be("ann");
    }

    [Theory]
    [InlineData("Authorization: Basic ok-ann")]
    [InlineData("Authorization: Bearer ")]
    [InlineData("Authorization: Bearerok-ann")]
    [InlineData("Authorization: ok-ann")]
    [InlineData("Cookie: Roomsockets.session=ok-ann")]
    [InlineData("Cookie: session=ok-ann")]
    [InlineData("Cookie: roomsockets.session=")]
    public async Task Credential_OfAnotherKind_IsNone(string header)
    {
        await using var app = await Door.OpenAsync();

        (await app.RefusalAsync("/ws", header)).Should().Be("401 token_missing");
    }

    [Fact]
    public async Task SubProtocol_WithRaw_ChoosesRawAndNeverEchoesTheToken()
    {
        await using var app = await Door.OpenAsync();
        var token = Base64Url.EncodeToString(Encoding.UTF8.GetBytes("ok-Zoë / 1"));

        await using var client = await app.KnockAsync("/ws", $"Sec-WebSocket-Protocol: roomsockets.bearer64.{token}, roomsockets.raw");

        client.Status.Should().Be(101);
        client.Headers["Sec-WebSocket-Protocol"].Should().Be("roomsockets.raw");
        client.Headers.Values.Should().NotContain(value => value.Contains(token, StringComparison.Ordinal));
        await client.SendAsync("?");
        (await client.ReadTextAsync()).Should().Be("Zoë / 1");
    }

    [Fact]
    public async Task SubProtocol_WithNothingButTheToken_ChoosesNone()
    {
        await using var app = await Door.OpenAsync();

        await using var client = await app.KnockAsync("/ws", "Sec-WebSocket-Protocol: roomsockets.bearer.ok-ann");

        client.Status.Should().Be(101);
        client.Headers.Should().NotContainKey("Sec-WebSocket-Protocol");
    }

    [Theory]
    [InlineData("roomsockets.bearer64.!!!")]
    [InlineData("roomsockets.bearer64._w")]
    [InlineData("roomsockets.bearer64.")]
    [InlineData("roomsockets.bearer.")]
    public async Task SubProtocol_ThatCannotBeRead_IsRefused(string entry)
    {
        await using var app = await Door.OpenAsync();

        (await app.RefusalAsync("/ws?token=ok-bob", $"Sec-WebSocket-Protocol: {entry}")).Should().Be("400 bad_value");
    }

    [Fact]
    public async Task Browser_ThatOffersRawAndAToken_Connects()
    {
        await using var app = await Door.OpenAsync();
        await using var client = await app.ConnectAsync("/ws", options =>
        {
            options.AddSubProtocol("roomsockets.raw");
            options.AddSubProtocol("roomsockets.bearer.ok-ann");
        });

        client.Socket.SubProtocol.Should().Be("roomsockets.raw");
        await client.SendAsync("?");
        (await client.ReceiveAsync()).Should().Be("ann");
    }
}
