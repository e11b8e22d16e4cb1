using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;

namespace RoomSockets;

/// <summary>Owns the chain of each endpoint: the application's middleware, with the endpoint's own inside of it.</summary>
internal sealed class EndpointMiddleware(MiddlewareRegistry registry)
{
    private readonly ConditionalWeakTable<Endpoint, MiddlewareChain> _chains = [];

    /// <summary>Null where nobody stands in between.</summary>
    /// <exception cref="InvalidOperationException">One of them cannot be created.</exception>
    public MiddlewareChain? Of(Endpoint? endpoint)
    {
        if (endpoint is null) return registry.Application;
        var middleware = endpoint.Metadata.GetOrderedMetadata<Registered<IRoomMiddleware>>();
        var filters = endpoint.Metadata.GetOrderedMetadata<Registered<IReceiverFilter>>();
        if (middleware.Count + filters.Count == 0) return registry.Application;
        return _chains.GetValue(endpoint, _ => registry.Compose(middleware, filters)!);
    }
}
