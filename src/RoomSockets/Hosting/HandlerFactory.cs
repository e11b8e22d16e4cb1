using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets;

/// <summary>Creates handlers by constructor injection, and refuses constructors that would keep a database context for hours.</summary>
internal static class HandlerFactory
{
    private const string DbContext = "Microsoft.EntityFrameworkCore.DbContext";

    public static Func<IServiceProvider, RoomHandler> For<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>() where THandler : RoomHandler
    {
        if (typeof(THandler).IsAbstract) throw new InvalidOperationException($"{typeof(THandler).Name} is abstract and cannot serve connections.");
        RefuseDbContext(typeof(THandler), "A handler lives as long as its connection, for hours", "It would keep everything that it has read, and is not safe beside OnLeftAsync. Take it from the message's own scope instead");
        var create = ActivatorUtilities.CreateFactory<THandler>(Type.EmptyTypes);
        return services => create(services, null);
    }

    /// <param name="type">What is to be created.</param>
    /// <param name="life">How long it lives.</param>
    /// <param name="cure">What to do instead.</param>
    /// <exception cref="InvalidOperationException">A constructor takes one.</exception>
    public static void RefuseDbContext([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type, string life, string cure)
    {
        foreach (var parameter in type.GetConstructors().SelectMany(constructor => constructor.GetParameters()))
        {
            if (IsDbContext(parameter.ParameterType))
            {
                throw new InvalidOperationException(
                    $"The constructor of {type.Name} takes {parameter.ParameterType.Name} '{parameter.Name}'. {life}, and a DbContext must not. "
                    + $"{cure}: message.Services.GetRequiredService<{parameter.ParameterType.Name}>().");
            }
        }
    }

    private static bool IsDbContext(Type? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            // By name, because the core does not know Entity Framework.
            if (type.FullName == DbContext) return true;
        }

        return false;
    }
}

/// <summary>The handler of <c>MapRoomSockets(pattern)</c>: the base class's behaviour.</summary>
internal sealed class RelayHandler : RoomHandler;

/// <summary>The handler of the delegate form.</summary>
internal sealed class DelegateHandler(Func<MessageContext, ValueTask> onMessage) : RoomHandler
{
    public override ValueTask OnMessageAsync(MessageContext message) => onMessage(message);
}
