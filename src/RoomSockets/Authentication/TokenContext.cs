using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace RoomSockets;

/// <summary>One token to validate.</summary>
public sealed class TokenContext
{
    internal TokenContext(string token, TokenSource source, HttpContext http, IServiceProvider services)
    {
        Token = token;
        Source = source;
        Http = http;
        Services = services;
    }

    /// <summary>The token, never empty. Keep it out of logs and errors.</summary>
    public string Token { get; }

    /// <summary>Where it was found.</summary>
    public TokenSource Source { get; }

    /// <summary>The path that was asked for, with the path base, without the query.</summary>
    public string Path => Http.Request.PathBase + Http.Request.Path;

    /// <summary>The room of the route as it was asked for, not yet normalised; null where the route has none.</summary>
    public string? Room => Http.Request.RouteValues["room"] as string;

    /// <summary>The address of the peer as ASP.NET Core sees it.</summary>
    public IPAddress? RemoteAddress => Http.Connection.RemoteIpAddress;

    /// <summary>The services of the request's scope, for validators that are lambdas; of a scope of its own for <see cref="TokenSource.Refresh"/>.</summary>
    public IServiceProvider Services { get; }

    /// <summary>Becomes <see cref="IConnection.Items"/> when the handshake is accepted: what the validator has looked up and others need.</summary>
    public IDictionary<string, object?> Items => Of(Http);

    internal static ConcurrentDictionary<string, object?>? FindItems(HttpContext http) => http.Features.Get<ConcurrentDictionary<string, object?>>();

    private static ConcurrentDictionary<string, object?> Of(HttpContext http)
    {
        if (FindItems(http) is { } items) return items;
        items = new ConcurrentDictionary<string, object?>(StringComparer.Ordinal);
        http.Features.Set(items);
        return items;
    }

    /// <summary>For the validator that asks another scheme: that one reads the request itself.</summary>
    internal HttpContext Http { get; }
}
