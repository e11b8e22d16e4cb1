using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace RoomSockets.Tests;

public sealed class TokenReaderCookieTests
{
    private readonly HttpRequest _request = new DefaultHttpContext().Request;
    private readonly RoomSocketsOptions _options = new();

    [Theory]
    [InlineData("roomsockets.session=abc", "abc")]
    [InlineData("a=1; roomsockets.session=abc; b=2", "abc")]
    [InlineData("roomsockets.session = abc", null)]
    [InlineData("roomsockets.session=\"abc\"", "abc")]
    [InlineData("roomsockets.session=a%2Fb%3D%22", "a/b=\"")]
    [InlineData("roomsockets.session=a+b", "a+b")]
    [InlineData("roomsockets.session=a=b==", "a=b==")]
    [InlineData("roomsockets.session=%ZZ", "%ZZ")]
    [InlineData("roomsockets.session=", null)]
    [InlineData("roomsockets.session=\"\"", null)]
    [InlineData("roomsockets.session", null)]
    [InlineData("RoomSockets.Session=abc", null)]
    [InlineData("xroomsockets.session=abc", null)]
    [InlineData("roomsockets.session2=abc", null)]
    [InlineData(";;=;roomsockets.session=abc;;", "abc")]
    public void Read_Cookie_IsFoundByItsName(string header, string? token)
    {
        _request.Headers.Cookie = header;

        var reading = TokenReader.Read(_request, _options, readCookie: true);

        reading.Token.Should().Be(token);
        reading.Fault.Should().BeNull();
        if (token is not null) reading.Source.Should().Be(TokenSource.Cookie);
    }

    [Fact]
    public void Read_CookieOfAnotherSitesPage_IsIgnored()
    {
        _request.Headers.Cookie = "roomsockets.session=abc";

        TokenReader.Read(_request, _options, readCookie: false).Should().Be(default(TokenReading));
        _request.QueryString = new QueryString("?token=q");
        TokenReader.Read(_request, _options, readCookie: false).Token.Should().Be("q");
    }

    [Fact]
    public void Read_CookieOfAnotherSitesPage_IsIgnoredWhereItIsTheOnlySource()
    {
        _options.TokenSources.Add(TokenSource.Cookie);
        _request.Headers.Cookie = "roomsockets.session=a; roomsockets.session=b";

        TokenReader.Read(_request, _options, readCookie: false).Should().Be(default(TokenReading));
    }

    [Fact]
    public void Read_OtherCookieName_IsThatOfTheOptions()
    {
        _options.TokenCookie = "sid";
        _request.Headers.Cookie = "roomsockets.session=abc; sid=def";

        TokenReader.Read(_request, _options, readCookie: true).Token.Should().Be("def");
    }

    [Fact]
    public void Read_SeveralCookieHeaders_AreOneList()
    {
        _request.Headers.Cookie = new StringValues(["roomsockets.session=a", "roomsockets.session=b"]);

        TokenReader.Read(_request, _options, readCookie: true).Fault.Should().Contain("(Cookie)");
    }

    [Fact]
    public void Read_ManyCookies_AreReadInOneGo()
    {
        _request.Headers.Cookie = string.Concat(Enumerable.Repeat("a=b;", 500_000)) + "roomsockets.session=abc";

        TokenReader.Read(_request, _options, readCookie: true).Token.Should().Be("abc");
    }
}
