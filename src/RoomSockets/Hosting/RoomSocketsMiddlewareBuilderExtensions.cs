using System.Diagnostics.CodeAnalysis;
using RoomSockets;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>What stands around everything that happens on connections, for the whole application: the first added is the outermost.</summary>
public static class RoomSocketsMiddlewareBuilderExtensions
{
    /// <summary>Adds middleware. One instance, created by constructor injection from the application's services when the host starts, and disposed with it.</summary>
    /// <exception cref="InvalidOperationException">Its constructor takes a <c>DbContext</c>, which would live as long as the application.</exception>
    public static IRoomSocketsBuilder AddRoomMiddleware<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IRoomSocketsBuilder builder)
        where T : class, IRoomMiddleware => Add(builder, MiddlewareFactory.Create<IRoomMiddleware, T>());

    /// <summary>Adds middleware that is there already. It is not disposed.</summary>
    public static IRoomSocketsBuilder AddRoomMiddleware(this IRoomSocketsBuilder builder, IRoomMiddleware middleware) => Add(builder, MiddlewareFactory.Use(middleware));

    /// <summary>Adds middleware that you create, once, from the application's services; it is disposed with them.</summary>
    public static IRoomSocketsBuilder AddRoomMiddleware(this IRoomSocketsBuilder builder, Func<IServiceProvider, IRoomMiddleware> create) => Add(builder, MiddlewareFactory.Use(create));

    /// <summary>Adds a lambda around each message, see <see cref="IRoomMiddleware.OnMessageAsync"/>: <c>await next(message)</c> goes on.</summary>
    public static IRoomSocketsBuilder AddRoomMiddleware(this IRoomSocketsBuilder builder, Func<MessageContext, RoomStep<MessageContext>, ValueTask> onMessage) =>
        Add(builder, MiddlewareFactory.Use(onMessage));

    /// <summary>Adds a filter that decides for each receiver what it gets. Where there is one, messages are delivered one by one: it costs what its receivers are many.</summary>
    /// <exception cref="InvalidOperationException">Its constructor takes a <c>DbContext</c>, which would live as long as the application.</exception>
    public static IRoomSocketsBuilder AddReceiverFilter<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IRoomSocketsBuilder builder)
        where T : class, IReceiverFilter => Add(builder, MiddlewareFactory.Create<IReceiverFilter, T>());

    private static IRoomSocketsBuilder Add<T>(IRoomSocketsBuilder builder, Registered<T> registered) where T : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(registered);
        return builder;
    }
}
