using Microsoft.AspNetCore.Http;

namespace RoomSockets;

/// <summary>Finds the token of a request: the first source that has one wins, and a source that has two different ones is refused.</summary>
internal static class TokenReader
{
    private static readonly TokenSource[] DefaultOrder = [TokenSource.Header, TokenSource.SubProtocol, TokenSource.Ticket, TokenSource.Cookie, TokenSource.Query];
    private static readonly string[] HeaderSchemes = ["Bearer ", "Token "];
    private static readonly string[] QueryNames = ["token", "access_token"];

    /// <param name="request">The request.</param>
    /// <param name="options">The sources and the cookie's name.</param>
    /// <param name="readCookie">Whether a cookie counts: not when another site's page sent it along.</param>
    public static TokenReading Read(HttpRequest request, RoomSocketsOptions options, bool readCookie)
    {
        foreach (var source in options.TokenSources is { Count: > 0 } order ? order : DefaultOrder)
        {
            var found = source switch
            {
                TokenSource.Header => FromHeader(request),
                TokenSource.SubProtocol => FromSubProtocols(request, options.MaxSubProtocols),
                TokenSource.Cookie => readCookie ? FromCookies(request, options.TokenCookie) : [],
                TokenSource.Ticket => FromTicket(request),
                _ => FromQuery(request),
            };
            var distinct = found.Distinct(StringComparer.Ordinal).Take(2).ToList();
            if (distinct.Count == 0) continue;
            if (distinct.Count > 1) return TokenReading.Faulty($"The request carries two different tokens in the same place ({source}).");
            return distinct[0].Length > 0 ? new TokenReading(distinct[0], source, null) : TokenReading.Faulty($"The token cannot be read ({source}).");
        }

        return default;
    }

    private static IEnumerable<string> FromHeader(HttpRequest request)
    {
        foreach (var value in request.Headers.Authorization)
        {
            foreach (var scheme in HeaderSchemes)
            {
                if (value is not null && value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && value.AsSpan(scheme.Length).Trim() is { Length: > 0 } token)
                    yield return token.ToString();
            }
        }
    }

    private static IEnumerable<string> FromSubProtocols(HttpRequest request, int limit)
    {
        foreach (var offered in SubProtocols.Read(request.Headers.SecWebSocketProtocol, limit) ?? [])
        {
            if (SubProtocols.TryGetToken(offered, out var token)) yield return token;
        }
    }

    /// <summary>Reads the header itself: the framework's collection keeps only one of several cookies of the same name.</summary>
    private static List<string> FromCookies(HttpRequest request, string name)
    {
        List<string> found = [];
        foreach (var line in request.Headers.Cookie)
        {
            foreach (var range in line.AsSpan().Split(';'))
            {
                var pair = line.AsSpan()[range].Trim();
                var equals = pair.IndexOf('=');
                if (equals <= 0 || !pair[..equals].SequenceEqual(name)) continue;
                if (Uri.UnescapeDataString(pair[(equals + 1)..].Trim('"')) is { Length: > 0 } value) found.Add(value);
            }
        }

        return found;
    }

    /// <summary>Tickets alone, or whoever keeps tokens out of URLs would have them there after all. Hosts may have tickets of another kind.</summary>
    private static IEnumerable<string> FromTicket(HttpRequest request) =>
        request.Query["ticket"].OfType<string>().Where(static value => value.StartsWith(TicketForm.Prefix, StringComparison.Ordinal));

    private static IEnumerable<string> FromQuery(HttpRequest request) =>
        QueryNames.SelectMany(name => request.Query[name].AsEnumerable()).OfType<string>().Where(value => value.Length > 0);
}

/// <summary>What the reader found: a token and its source, nothing, or a fault.</summary>
internal readonly record struct TokenReading(string? Token, TokenSource Source, string? Fault)
{
    public static TokenReading Faulty(string fault) => new(null, default, fault);
}
