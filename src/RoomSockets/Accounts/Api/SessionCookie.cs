using Microsoft.AspNetCore.Http;

namespace RoomSockets;

/// <summary>The cookie that keeps a browser signed in; pages cannot read it, and other sites cannot have it sent.</summary>
internal sealed class SessionCookie(RoomSocketsOptions options)
{
    /// <summary>Browsers keep none longer (RFC 6265bis, section 5.5).</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(400);

    public string? Read(HttpContext http) => http.Request.Cookies[options.TokenCookie];

    /// <param name="http">The request.</param>
    /// <param name="token">Prefix and key.</param>
    /// <param name="lifetime">How long the browser keeps it; null for as long as browsers do, because the token's own end moves.</param>
    public void Set(HttpContext http, string token, TimeSpan? lifetime) =>
        http.Response.Cookies.Append(options.TokenCookie, token, Create(http, lifetime is { } life && life < LongestLife ? life : LongestLife));

    public void Clear(HttpContext http) => http.Response.Cookies.Delete(options.TokenCookie, Create(http, lifetime: null));

    private static CookieOptions Create(HttpContext http, TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        Secure = http.Request.IsHttps,
        SameSite = SameSiteMode.Strict,
        Path = http.Request.PathBase.HasValue ? http.Request.PathBase.Value : "/",
        MaxAge = lifetime,
        IsEssential = true,
    };
}
