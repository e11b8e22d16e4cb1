using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace RoomSockets.Tests;

public sealed class TokenReaderTests
{
    private readonly HttpRequest _request = new DefaultHttpContext().Request;
    private readonly RoomSocketsOptions _options = new();

    [Fact]
    public void Read_Nothing_IsNeitherTokenNorFault() => Read().Should().Be(default(TokenReading));

    [Theory]
    [InlineData("Bearer abc", "abc")]
    [InlineData("bearer abc", "abc")]
    [InlineData("BEARER  abc ", "abc")]
    [InlineData("Token abc", "abc")]
    [InlineData("token abc", "abc")]
    [InlineData("Bearer a b", "a b")]
    public void Read_Header_IsFound(string header, string token)
    {
        _request.Headers.Authorization = header;

        Read().Should().Be(new TokenReading(token, TokenSource.Header, null));
    }

    [Theory]
    [InlineData("Basic abc")]
    [InlineData("abc")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer    ")]
    [InlineData("Bearerabc")]
    [InlineData("")]
    public void Read_HeaderWithoutToken_IsNone(string header)
    {
        _request.Headers.Authorization = header;

        Read().Should().Be(default(TokenReading));
    }

    [Fact]
    public void Read_ATicketInTheQuery_IsFoundBeforeCookiesAndTokensThere()
    {
        _request.QueryString = new QueryString("?token=abc&ticket=Ticket_1");
        _request.Headers.Cookie = "roomsockets.session=def";

        Read().Should().Be(new TokenReading("Ticket_1", TokenSource.Ticket, null));
    }

    [Theory]
    [InlineData("?ticket=abc")]
    [InlineData("?ticket=ticket_1")]
    [InlineData("?ticket=Token_1")]
    [InlineData("?ticket=")]
    public void Read_ATicketOfTheHostsOwn_IsNone(string query)
    {
        _request.QueryString = new QueryString(query);

        Read().Should().Be(default(TokenReading));
    }

    [Fact]
    public void Read_TwoTickets_AreAFault()
    {
        _request.QueryString = new QueryString("?ticket=Ticket_1&ticket=Ticket_2");

        Read().Fault.Should().NotBeNull();
    }

    [Fact]
    public void Read_WhereTicketsAreSwitchedOff_FindsNone()
    {
        _options.TokenSources.Add(TokenSource.Query);
        _request.QueryString = new QueryString("?ticket=Ticket_1");

        Read().Should().Be(default(TokenReading));
    }

    [Theory]
    [InlineData("roomsockets.raw, roomsockets.bearer.abc", "abc")]
    [InlineData("roomsockets.bearer64.w6k", "é")]
    public void Read_SubProtocol_IsFound(string header, string token)
    {
        _request.Headers.SecWebSocketProtocol = header;

        Read().Should().Be(new TokenReading(token, TokenSource.SubProtocol, null));
    }

    [Theory]
    [InlineData("roomsockets.bearer64.****")]
    [InlineData("roomsockets.bearer64._w")]
    [InlineData("roomsockets.bearer64.")]
    [InlineData("roomsockets.bearer.")]
    public void Read_SubProtocolThatCannotBeRead_IsAFault(string header)
    {
        _request.Headers.SecWebSocketProtocol = header;
        _request.QueryString = new QueryString("?token=good");

        var reading = Read();

        reading.Token.Should().BeNull();
        reading.Fault.Should().Be("The token cannot be read (SubProtocol).");
    }

    [Fact]
    public void Read_MoreSubProtocolsThanAllowed_FindsNoTokenAmongThem()
    {
        _options.MaxSubProtocols = 2;
        _request.Headers.SecWebSocketProtocol = "a,b,roomsockets.bearer.abc";

        Read().Should().Be(default(TokenReading));
    }

    [Theory]
    [InlineData("?token=abc", "abc")]
    [InlineData("?access_token=abc", "abc")]
    [InlineData("?token=a%2Bb%20c", "a+b c")]
    [InlineData("?token=&access_token=abc", "abc")]
    [InlineData("?token=abc&access_token=abc", "abc")]
    public void Read_Query_IsFound(string query, string token)
    {
        _request.QueryString = new QueryString(query);

        Read().Should().Be(new TokenReading(token, TokenSource.Query, null));
    }

    [Theory]
    [InlineData("?token=")]
    [InlineData("?token")]
    [InlineData("?tokens=abc")]
    public void Read_QueryWithoutToken_IsNone(string query)
    {
        _request.QueryString = new QueryString(query);

        Read().Should().Be(default(TokenReading));
    }

    [Fact]
    public void Read_AllSources_TheUsualOrderIsHeaderSubProtocolCookieQuery()
    {
        _request.Headers.Authorization = "Bearer h";
        _request.Headers.SecWebSocketProtocol = "roomsockets.bearer.s";
        _request.Headers.Cookie = "roomsockets.session=c";
        _request.QueryString = new QueryString("?token=q");

        Read().Token.Should().Be("h");
        _request.Headers.Authorization = StringValues.Empty;
        Read().Token.Should().Be("s");
        _request.Headers.SecWebSocketProtocol = StringValues.Empty;
        Read().Token.Should().Be("c");
        _request.Headers.Cookie = StringValues.Empty;
        Read().Token.Should().Be("q");
    }

    [Fact]
    public void Read_SourcesAreChosen_InThatOrderAndNoOther()
    {
        _options.TokenSources.Add(TokenSource.Query);
        _options.TokenSources.Add(TokenSource.Header);
        _request.Headers.Authorization = "Bearer h";
        _request.Headers.Cookie = "roomsockets.session=c";
        _request.QueryString = new QueryString("?token=q");

        Read().Should().Be(new TokenReading("q", TokenSource.Query, null));
        _request.QueryString = QueryString.Empty;
        Read().Should().Be(new TokenReading("h", TokenSource.Header, null));
        _request.Headers.Authorization = StringValues.Empty;
        Read().Should().Be(default(TokenReading), "the cookie is no source here");
    }

    [Fact]
    public void Read_TwoDifferentInOnePlace_IsAFault()
    {
        foreach (var fill in new Action[]
        {
            () => _request.Headers.Authorization = new StringValues(["Bearer a", "Token b"]),
            () => _request.Headers.SecWebSocketProtocol = "roomsockets.bearer.a, roomsockets.bearer64.Yg",
            () => _request.Headers.Cookie = "roomsockets.session=a; roomsockets.session=b",
            () => _request.QueryString = new QueryString("?token=a&token=b"),
            () => _request.QueryString = new QueryString("?token=a&access_token=b"),
        })
        {
            _request.Headers.Clear();
            _request.QueryString = QueryString.Empty;
            fill();
            var reading = Read();
            reading.Token.Should().BeNull();
            reading.Fault.Should().StartWith("The request carries two different tokens in the same place");
        }
    }

    [Fact]
    public void Read_TheSameTwice_IsThatToken()
    {
        _request.Headers.Authorization = new StringValues(["Bearer a", "Token a"]);

        Read().Token.Should().Be("a");
    }

    private TokenReading Read() => TokenReader.Read(_request, _options, readCookie: true);
}
