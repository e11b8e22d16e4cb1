using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets;

/// <summary>Says how middleware and receiver filters come into being: by constructor injection, once, from the application's services.</summary>
internal static class MiddlewareFactory
{
    public static Registered<T> Create<T, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TImplementation>()
        where T : class where TImplementation : class, T
    {
        HandlerFactory.RefuseDbContext(typeof(TImplementation), "It lives as long as the application", "Take it from the message's own scope instead");
        return new Registered<T>(static services => ActivatorUtilities.CreateInstance<TImplementation>(services), typeof(TImplementation).Name, IsOwned: true);
    }

    public static Registered<IRoomMiddleware> Use(IRoomMiddleware instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return new Registered<IRoomMiddleware>(_ => instance, instance.GetType().Name, IsOwned: false);
    }

    public static Registered<IRoomMiddleware> Use(Func<IServiceProvider, IRoomMiddleware> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        return new Registered<IRoomMiddleware>(create, "The middleware of AddRoomMiddleware(services => …)", IsOwned: true);
    }

    public static Registered<IRoomMiddleware> Use(Func<MessageContext, RoomStep<MessageContext>, ValueTask> onMessage)
    {
        ArgumentNullException.ThrowIfNull(onMessage);
        return Use(new LambdaMiddleware(onMessage));
    }
}
