namespace RoomSockets.FunctionalTests.Authentication;

public sealed class TokenConflictTests
{
    [Theory]
    [InlineData("/ws", "Authorization: Bearer ok-ann", "Authorization: Bearer ok-bob")]
    [InlineData("/ws", "Authorization: Bearer ok-ann", "Authorization: Token ok-bob")]
    [InlineData("/ws", "Cookie: roomsockets.session=ok-ann; roomsockets.session=ok-bob")]
    [InlineData("/ws", "Cookie: roomsockets.session=ok-ann", "Cookie: roomsockets.session=ok-bob")]
    [InlineData("/ws", "Sec-WebSocket-Protocol: roomsockets.bearer.ok-ann, roomsockets.bearer.ok-bob")]
    [InlineData("/ws", "Sec-WebSocket-Protocol: roomsockets.bearer.ok-ann, roomsockets.bearer64.b2stYm9i")]
    [InlineData("/ws?token=ok-ann&access_token=ok-bob")]
    [InlineData("/ws?token=ok-ann&token=ok-bob")]
    public async Task Source_WithTwoDifferentTokens_IsRefused(string path, params string[] headers)
    {
        await using var app = await Door.OpenAsync();

        (await app.RefusalAsync(path, headers)).Should().Be("400 bad_value");
    }

    [Theory]
    [InlineData("/ws", "Authorization: Bearer ok-ann", "Authorization: Token ok-ann")]
    [InlineData("/ws", "Cookie: roomsockets.session=ok-ann; roomsockets.session=ok-ann")]
    [InlineData("/ws", "Sec-WebSocket-Protocol: roomsockets.bearer.ok-ann, roomsockets.bearer64.b2stYW5u")]
    [InlineData("/ws?token=ok-ann&access_token=ok-ann")]
    [InlineData("/ws?token=ok-ann&token=ok-ann")]
    public async Task Source_WithTheSameTokenTwice_IsFine(string path, params string[] headers)
    {
        await using var app = await Door.OpenAsync();

        (await app.WhoAsync(path, headers)).Should().Be("ann");
    }
}
