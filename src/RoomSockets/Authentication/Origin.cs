using System.Net;

namespace RoomSockets;

/// <summary>A web origin (RFC 6454): scheme, host and port in one normal form. Pure.</summary>
internal readonly record struct Origin(string Text, bool IsLoopback)
{
    public const string Null = "null";

    /// <summary>Reads <c>scheme://host[:port]</c> with http or https and nothing behind it.</summary>
    public static bool TryParse(string text, out Origin origin)
    {
        origin = default;
        if (text.Length > 512 || !Uri.TryCreate(text, UriKind.Absolute, out var uri)) return false;
        if (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps) return false;
        // A path, a user or a trailing slash would be a URL that somebody took for an origin, or a trick.
        if (uri.UserInfo.Length > 0 || text.EndsWith('/') || uri.PathAndQuery != "/" || uri.Fragment.Length > 0) return false;
        var host = uri.IdnHost;
        if (host.Length == 0) return false;
        var name = uri.HostNameType == UriHostNameType.IPv6 ? $"[{host}]" : host;
        origin = new Origin($"{uri.Scheme}://{name}:{uri.Port}", IsLoopbackHost(host));
        return true;
    }

    private static bool IsLoopbackHost(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
