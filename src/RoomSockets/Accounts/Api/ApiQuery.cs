using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace RoomSockets;

/// <summary>What stands behind the question mark.</summary>
internal static class ApiQuery
{
    /// <returns>Null where it is not there.</returns>
    /// <exception cref="ApiException">It is no number, or there are two.</exception>
    public static long? Number(HttpRequest request, string name) => request.Query[name] switch
    {
        [] => null,
        [{ } text] when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw ApiException.BadValue($"?{name}= must be one whole number."),
    };

    public static int Limit(HttpRequest request, int max, int otherwise) => Number(request, "limit") switch
    {
        null => otherwise,
        >= 1 and var limit when limit <= max => (int)limit,
        _ => throw ApiException.BadValue($"?limit= must be between 1 and {max}."),
    };

    public static void Link(HttpContext http, params (string Relation, string Query)[] links)
    {
        if (links.Length == 0) return;
        var path = http.Request.PathBase + http.Request.Path;
        http.Response.Headers.Link = string.Join(", ", links.Select(link => $"<{path.ToUriComponent()}?{link.Query}>; rel=\"{link.Relation}\""));
    }
}
