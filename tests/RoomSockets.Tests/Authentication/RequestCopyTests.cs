using Microsoft.AspNetCore.Http;

namespace RoomSockets.Tests;

/// <summary>A scheme of the host's sees the request with another header, and can do nothing to the request itself.</summary>
public sealed class RequestCopyTests
{
    private readonly DefaultHttpContext _http = new();

    public RequestCopyTests()
    {
        _http.Request.Path = "/ws/lobby";
        _http.Request.QueryString = new QueryString("?a=1");
        _http.Request.Headers.Authorization = "Basic own";
        _http.Request.Headers.Cookie = "session=own";
        _http.Request.Headers["X-Tenant"] = "red";
        _http.Items["kept"] = 1;
    }

    [Fact]
    public void Of_ARequest_ShowsTheTokenAndNotTheCookie()
    {
        var copy = RequestCopy.Of(_http, "Bearer t", keepsCookie: false);

        (copy.Request.Headers.Authorization.ToString(), copy.Request.Cookies.Count).Should().Be(("Bearer t", 0));
        (copy.Request.Path.Value, copy.Request.Query["a"].ToString(), copy.Request.Headers["X-Tenant"].ToString(), copy.Items["kept"]).Should().Be(("/ws/lobby", "1", "red", 1));
    }

    [Fact]
    public void Of_ARequestThatIsAskedAboutAgain_KeepsItsCookie() =>
        RequestCopy.Of(_http, "Basic own", keepsCookie: true).Request.Cookies["session"].Should().Be("own");

    [Fact]
    public void Of_ARequest_LeavesItAsItIs()
    {
        var copy = RequestCopy.Of(_http, "Bearer t", keepsCookie: false);

        copy.Request.Headers.Authorization = "Bearer other";
        copy.Request.Headers.Cookie = "session=other";
        copy.Request.Path = "/elsewhere";
        copy.Response.StatusCode = 418;
        copy.Response.Cookies.Append("session", "other");
        copy.Response.Headers.Append("X-Seen", "1");

        (_http.Request.Headers.Authorization.ToString(), _http.Request.Headers.Cookie.ToString(), _http.Request.Path.Value).Should().Be(("Basic own", "session=own", "/ws/lobby"));
        (_http.Response.StatusCode, _http.Response.Headers.Count).Should().Be((200, 0));
    }
}
