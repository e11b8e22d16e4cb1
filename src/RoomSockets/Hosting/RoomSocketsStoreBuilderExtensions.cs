using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RoomSockets;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses where rooms, users, tokens and alerts are kept.</summary>
public static class RoomSocketsStoreBuilderExtensions
{
    private const DynamicallyAccessedMemberTypes Constructors = DynamicallyAccessedMemberTypes.PublicConstructors;

    /// <summary>Keeps the last of them in memory: complete and bounded, for development, tests and rooms that need no past after a restart.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the bounds.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound is out of its range.</exception>
    public static IRoomSocketsBuilder AddMemoryStore(this IRoomSocketsBuilder builder, Action<MemoryStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new MemoryStoreOptions();
        configure?.Invoke(options);
        options.Check();
        builder.Services.AddSingleton(options);
        builder.Services.TryAddSingleton<IModerationStore, MemoryModerationStore>();
        return builder.AddStore<MemoryRoomStore, MemoryUserStore, MemoryTokenStore>();
    }

    /// <summary>Keeps them in a store of your own. From then on what is published is stored before anybody gets it.</summary>
    /// <typeparam name="TRooms">Rooms and alerts; a singleton.</typeparam>
    /// <typeparam name="TUsers">Users; a singleton.</typeparam>
    /// <typeparam name="TTokens">Tokens; a singleton.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <exception cref="InvalidOperationException">There is a store already.</exception>
    public static IRoomSocketsBuilder AddStore<
        [DynamicallyAccessedMembers(Constructors)] TRooms,
        [DynamicallyAccessedMembers(Constructors)] TUsers,
        [DynamicallyAccessedMembers(Constructors)] TTokens>(this IRoomSocketsBuilder builder)
        where TRooms : class, IRoomStore
        where TUsers : class, IUserStore
        where TTokens : class, ITokenStore
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        if (services.Any(static service => service.ServiceType == typeof(IRoomStore))) throw new InvalidOperationException("There is a store already. An application has one.");
        services.AddSingleton<IRoomStore, TRooms>();
        services.AddSingleton<TUsers>();
        services.AddSingleton<IUserStore>(static provider => ActivatorUtilities.CreateInstance<UserEvents>(provider, provider.GetRequiredService<TUsers>()));
        services.AddSingleton<ITokenStore, TTokens>();
        builder.AddAccounts();
        return builder;
    }
}
