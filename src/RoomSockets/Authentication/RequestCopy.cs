using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace RoomSockets;

/// <summary>
/// A request with other headers for a scheme of the host's to look at. Never the request itself: the server uses its objects again
/// for others, and a scheme that comes to its end too late must not have written into them. What it answers goes nowhere.
/// </summary>
internal static class RequestCopy
{
    public static HttpContext Of(HttpContext http, StringValues authorization, bool keepsCookie)
    {
        var request = http.Request;
        IHeaderDictionary headers = new HeaderDictionary();
        foreach (var (name, values) in request.Headers) headers[name] = values;
        headers.Authorization = authorization;
        if (!keepsCookie) headers.Cookie = default;
        var features = new FeatureCollection(http.Features);
        features.Set<IHttpRequestFeature>(new HttpRequestFeature
        {
            Protocol = request.Protocol,
            Scheme = request.Scheme,
            Method = request.Method,
            PathBase = request.PathBase.Value ?? string.Empty,
            Path = request.Path.Value ?? string.Empty,
            QueryString = request.QueryString.Value ?? string.Empty,
            Headers = headers,
        });
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        features.Set<IServiceProvidersFeature>(new Services { RequestServices = http.RequestServices });
        // Those of the request would show it its own query and cookies, and remember what was parsed.
        features.Set<IQueryFeature>(new QueryFeature(features));
        features.Set<IRequestCookiesFeature>(new RequestCookiesFeature(features));
        features.Set<IResponseCookiesFeature>(new ResponseCookiesFeature(features));
        return new DefaultHttpContext(features);
    }

    private sealed class Services : IServiceProvidersFeature
    {
        public required IServiceProvider RequestServices { get; set; }
    }
}
