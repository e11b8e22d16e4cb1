using System.Diagnostics.CodeAnalysis;
using RoomSockets;

namespace Microsoft.AspNetCore.Builder;

/// <summary>What stands around everything that happens on the connections of one endpoint, or of a group: inside of what the application has added.</summary>
public static class RoomSocketsMiddlewareEndpointExtensions
{
    /// <summary>Adds middleware to the endpoint. One instance, created by constructor injection from the application's services when the host starts, and disposed with it.</summary>
    /// <exception cref="InvalidOperationException">Its constructor takes a <c>DbContext</c>, which would live as long as the application.</exception>
    public static IEndpointConventionBuilder AddRoomMiddleware<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IEndpointConventionBuilder builder)
        where T : class, IRoomMiddleware => builder.WithMetadata(MiddlewareFactory.Create<IRoomMiddleware, T>());

    /// <summary>Adds middleware that is there already. It is not disposed.</summary>
    public static TBuilder AddRoomMiddleware<TBuilder>(this TBuilder builder, IRoomMiddleware middleware)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(MiddlewareFactory.Use(middleware));

    /// <summary>Adds middleware that you create, once, from the application's services; it is disposed with them.</summary>
    public static TBuilder AddRoomMiddleware<TBuilder>(this TBuilder builder, Func<IServiceProvider, IRoomMiddleware> create)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(MiddlewareFactory.Use(create));

    /// <summary>Adds a lambda around each message of the endpoint's clients: <c>await next(message)</c> goes on.</summary>
    public static TBuilder AddRoomMiddleware<TBuilder>(this TBuilder builder, Func<MessageContext, RoomStep<MessageContext>, ValueTask> onMessage)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(MiddlewareFactory.Use(onMessage));

    /// <summary>Adds a filter that decides for each receiver among the endpoint's clients what it gets. Only those are delivered to one message at a time.</summary>
    /// <exception cref="InvalidOperationException">Its constructor takes a <c>DbContext</c>, which would live as long as the application.</exception>
    public static IEndpointConventionBuilder AddReceiverFilter<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IEndpointConventionBuilder builder)
        where T : class, IReceiverFilter => builder.WithMetadata(MiddlewareFactory.Create<IReceiverFilter, T>());
}
