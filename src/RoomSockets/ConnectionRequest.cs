using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace RoomSockets;

/// <summary>What a client asked for in its handshake. It does not change afterwards.</summary>
public sealed class ConnectionRequest
{
    private readonly RouteValueDictionary _route;
    private readonly IQueryCollection _query;

    internal ConnectionRequest(string path, RouteValueDictionary route, IQueryCollection query)
    {
        Path = path;
        _route = new RouteValueDictionary(route);
        _query = query;
    }

    /// <summary>The path, with the path base, without the query.</summary>
    public string Path { get; }

    /// <summary>The room of the route (<c>{room}</c>), normalised; null where the route has none.</summary>
    public string? Room { get; internal init; }

    /// <summary>The address of the peer as ASP.NET Core sees it: behind a proxy that is the proxy's, unless ForwardedHeaders is configured.</summary>
    public IPAddress? RemoteAddress { get; internal init; }

    /// <summary>Whom the address of an anonymous connection belongs to, for limits; null where nobody asks.</summary>
    internal string? Network { get; init; }

    /// <summary>The port of the peer; 0 where it is unknown.</summary>
    public int RemotePort { get; internal init; }

    /// <summary>The <c>Origin</c> header; null where there is none (then the client is no browser).</summary>
    public string? Origin { get; internal init; }

    /// <summary>The sub-protocol that was chosen; null where the client offered none.</summary>
    public string? SubProtocol { get; internal init; }

    /// <summary>Whether messages travel as they are; false for <c>roomsockets.v1.json</c>, whose frames have rooms, senders and offsets.</summary>
    public bool IsRaw => !string.Equals(SubProtocol, RoomSockets.SubProtocol.V1, StringComparison.Ordinal);

    /// <summary>Whether permessage-deflate was negotiated (RFC 7692).</summary>
    public bool IsCompressed { get; internal init; }

    /// <summary>A value of the route.</summary>
    /// <param name="name">The parameter's name in the pattern.</param>
    /// <returns>The value; null where the route has none of that name.</returns>
    public string? GetRouteValue(string name) => Convert.ToString(_route[name], CultureInfo.InvariantCulture) is { Length: > 0 } value ? value : null;

    /// <summary>A value of the route as a type, for instance <c>GetRouteValue&lt;int&gt;("id")</c>.</summary>
    /// <exception cref="BadRequestValueException">The value is absent or is no <typeparamref name="T"/>. In the handshake it is answered with 400 <c>bad_value</c>.</exception>
    public T GetRouteValue<T>(string name) where T : IParsable<T> =>
        GetRouteValue(name) is { } text ? Parse<T>("route", name, text) : throw new BadRequestValueException("route", name, null, typeof(T));

    /// <summary>A value of the query.</summary>
    /// <param name="name">The name of the query parameter.</param>
    /// <returns>The first value; null where there is none.</returns>
    public string? GetQuery(string name) => _query.TryGetValue(name, out var values) && values.Count > 0 ? values[0] : null;

    /// <summary>A value of the query as a type, for instance <c>TryGetQuery("q", out int q)</c>.</summary>
    /// <returns>False where the query has no such value, or an empty one.</returns>
    /// <exception cref="BadRequestValueException">The value is no <typeparamref name="T"/>. In the handshake it is answered with 400 <c>bad_value</c>.</exception>
    public bool TryGetQuery<T>(string name, out T? value) where T : IParsable<T>
    {
        value = default;
        if (GetQuery(name) is not { Length: > 0 } text) return false;
        value = Parse<T>("query", name, text);
        return true;
    }

    private static T Parse<T>(string place, string name, string text) where T : IParsable<T> =>
        T.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : throw new BadRequestValueException(place, name, text, typeof(T));
}
