using System.Buffers;
using System.Net;

namespace RoomSockets;

/// <summary>A web origin (RFC 6454): scheme, host and port in one normal form. Pure.</summary>
internal readonly record struct Origin(string Text, bool IsLoopback)
{
    public const string Null = "null";
    private static readonly SearchValues<char> NotInAuthority = SearchValues.Create("/\\?#@%");

    /// <summary>Reads <c>scheme://host[:port]</c> with http or https and nothing behind it.</summary>
    public static bool TryParse(string? text, out Origin origin)
    {
        origin = default;
        if (text is not { Length: <= 512 } || !HasOnlyAuthority(text)) return false;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)) return false;
        if (FindHost(uri) is not { Length: > 0 } host) return false;
        var name = uri.HostNameType == UriHostNameType.IPv6 ? $"[{host}]" : host;
        origin = new Origin($"{uri.Scheme}://{name}:{uri.Port}", IsLoopbackHost(host));
        return true;
    }

    /// <summary>A path, a user, a query or a blank make it a URL that somebody took for an origin, or a trick. A URL parser would tidy some of them away.</summary>
    private static bool HasOnlyAuthority(string text)
    {
        const string Separator = "://";
        var at = text.IndexOf(Separator, StringComparison.Ordinal);
        return at > 0 && text.AsSpan(at + Separator.Length).IndexOfAny(NotInAuthority) < 0 && !text.Any(char.IsWhiteSpace);
    }

    /// <summary>Null for a name that breaks the rules of IDN, which only this property looks at.</summary>
    private static string? FindHost(Uri uri)
    {
        try
        {
            return uri.IdnHost;
        }
        catch (UriFormatException)
        {
            return null;
        }
    }

    private static bool IsLoopbackHost(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
