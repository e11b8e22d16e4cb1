using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.FunctionalTests.Authentication;

public sealed class TokenOrderTests
{
    private const string Header = "Authorization: Bearer ok-header";
    private const string SubProtocol = "Sec-WebSocket-Protocol: roomsockets.bearer.ok-subprotocol";
    private const string Cookie = "Cookie: roomsockets.session=ok-cookie";
    private const string Path = "/ws?token=ok-query";

    [Fact]
    public async Task DefaultOrder_FirstThatHasOne_Wins()
    {
        await using var app = await Door.OpenAsync();

        (await app.WhoAsync(Path, Header, SubProtocol, Cookie)).Should().Be("header");
        (await app.WhoAsync(Path, SubProtocol, Cookie)).Should().Be("subprotocol");
        (await app.WhoAsync(Path, Cookie)).Should().Be("cookie");
        (await app.WhoAsync(Path)).Should().Be("query");
    }

    [Fact]
    public async Task FirstThatHasOne_WhenItIsBad_IsNotHealedByAnother()
    {
        await using var app = await Door.OpenAsync();

        (await app.RefusalAsync(Path, "Authorization: Bearer bad")).Should().Be("403 token_invalid");
    }

    [Fact]
    public async Task TokenSources_WhenSet_AreTheOrder()
    {
        await using var app = await OpenAsync(TokenSource.Query, TokenSource.Cookie, TokenSource.SubProtocol, TokenSource.Header);

        (await app.WhoAsync(Path, Header, SubProtocol, Cookie)).Should().Be("query");
        (await app.WhoAsync("/ws", Header, SubProtocol, Cookie)).Should().Be("cookie");
        (await app.WhoAsync("/ws", Header, SubProtocol)).Should().Be("subprotocol");
        (await app.WhoAsync("/ws", Header)).Should().Be("header");
    }

    [Theory]
    [InlineData(TokenSource.Header)]
    [InlineData(TokenSource.SubProtocol)]
    [InlineData(TokenSource.Cookie)]
    [InlineData(TokenSource.Query)]
    public async Task TokenSources_WithOneAlone_SwitchTheOthersOff(TokenSource only)
    {
        await using var app = await OpenAsync(only);
        var found = new Dictionary<TokenSource, string>
        {
            [TokenSource.Header] = await app.RefusalAsync("/ws", Header),
            [TokenSource.SubProtocol] = await app.RefusalAsync("/ws", SubProtocol),
            [TokenSource.Cookie] = await app.RefusalAsync("/ws", Cookie),
            [TokenSource.Query] = await app.RefusalAsync(Path),
        };

        found[only].Should().Be("101");
        found.Where(pair => pair.Key != only).Should().OnlyContain(pair => pair.Value == "401 token_missing");
    }

    [Fact]
    public async Task TokenCookie_WhenSet_IsTheOnlyCookie()
    {
        await using var app = await Door.OpenAsync(rooms => rooms.Services.AddRoomSockets(options => options.TokenCookie = "session"));

        (await app.WhoAsync("/ws", "Cookie: session=ok-ann")).Should().Be("ann");
        (await app.RefusalAsync("/ws", Cookie)).Should().Be("401 token_missing");
    }

    private static Task<TestApp> OpenAsync(params TokenSource[] sources) => Door.OpenAsync(rooms => rooms.Services.AddRoomSockets(options =>
    {
        foreach (var source in sources) options.TokenSources.Add(source);
    }));
}
