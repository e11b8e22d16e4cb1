using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps socket endpoints.</summary>
public static class RoomSocketsEndpointRouteBuilderExtensions
{
    /// <summary>Maps rooms: every message goes to all members of the route's room as it came.</summary>
    /// <param name="endpoints">The application, or a group.</param>
    /// <param name="pattern">A route pattern with <c>{room}</c>, for instance <c>/ws/{room}</c>.</param>
    /// <returns>A builder for conventions such as <c>.AllowAnonymous()</c> or <c>.RequireAuthorization("policy")</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddRoomSockets</c> was not called.</exception>
    public static IEndpointConventionBuilder MapRoomSockets(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern) =>
        Map(endpoints, pattern, new EndpointSettings(static _ => new RelayHandler(), NeedsRoom: true, "the relay of MapRoomSockets(pattern)"));

    /// <summary>Maps sockets that are served by a handler of your own, one instance per connection.</summary>
    /// <typeparam name="THandler">The handler; its constructor's parameters come from the connection's scope.</typeparam>
    /// <param name="endpoints">The application, or a group.</param>
    /// <param name="pattern">A route pattern; with <c>{room}</c> connections become members of that room.</param>
    /// <returns>A builder for conventions such as <c>.AllowAnonymous()</c> or <c>.RequireAuthorization("policy")</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddRoomSockets</c> was not called, or the handler's constructor takes a <c>DbContext</c>, which would live as long as the connection.</exception>
    public static IEndpointConventionBuilder MapRoomSockets<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern) where THandler : RoomHandler =>
        Map(endpoints, pattern, new EndpointSettings(HandlerFactory.For<THandler>(), NeedsRoom: false, typeof(THandler).Name));

    /// <summary>Maps sockets whose messages go to a delegate.</summary>
    /// <param name="endpoints">The application, or a group.</param>
    /// <param name="pattern">A route pattern; with <c>{room}</c> connections become members of that room.</param>
    /// <param name="onMessage">Handles one message; the messages of one connection come one at a time.</param>
    /// <returns>A builder for conventions such as <c>.AllowAnonymous()</c> or <c>.RequireAuthorization("policy")</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddRoomSockets</c> was not called.</exception>
    public static IEndpointConventionBuilder MapRoomSockets(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, Func<MessageContext, ValueTask> onMessage)
    {
        ArgumentNullException.ThrowIfNull(onMessage);
        return Map(endpoints, pattern, new EndpointSettings(_ => new DelegateHandler(onMessage), NeedsRoom: false, "a delegate"));
    }

    /// <summary>
    /// Serves the JavaScript client (an ES module of some 6 kB) that speaks <c>roomsockets.v1.json</c>: pages write
    /// <c>import { connect } from '/roomsockets.js'</c> and need no npm. Anybody may fetch it.
    /// </summary>
    /// <param name="endpoints">The application, or a group.</param>
    /// <param name="pattern">Where. <value>/roomsockets.js</value></param>
    public static IEndpointConventionBuilder MapRoomSocketsClient(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "/roomsockets.js")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        RequestDelegate serve = static http => ClientScript.Instance.Value.ServeAsync(http);
        return endpoints.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head], serve).WithDisplayName("RoomSockets client").AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>Changes options for one endpoint: limits of messages and of a connection. What holds for the whole application (connections, rooms, origins) cannot be changed here: that is an error at start-up.</summary>
    public static TBuilder ConfigureRoomSockets<TBuilder>(this TBuilder builder, Action<RoomSocketsOptions> configure) where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.WithMetadata(new EndpointConfiguration(configure));
    }

    private static IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints, string pattern, EndpointSettings settings)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var endpoint = endpoints.ServiceProvider.GetService<RoomSocketEndpoint>() ?? throw new InvalidOperationException(
            $"MapRoomSockets(\"{pattern}\") was called, but RoomSockets is not registered. Add builder.Services.AddRoomSockets() before builder.Build().");
        // Map and not MapGet: over HTTP/2 the handshake is a CONNECT (RFC 8441, section 4).
        var builder = endpoints.Map(pattern, endpoint.InvokeAsync)
            .WithDisplayName($"RoomSockets {pattern}")
            .WithMetadata(settings, new DisableRequestTimeoutAttribute())
            .ExcludeFromDescription();
        builder.Finally(SocketAuthorization.TakeOver);
        return builder;
    }
}
