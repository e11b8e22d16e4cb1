using Microsoft.Extensions.DependencyInjection.Extensions;
using RoomSockets;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Accounts: users who register and sign in here, and their tokens. They come with the store.</summary>
public static class RoomSocketsAccountBuilderExtensions
{
    /// <summary>Sets options of accounts; wins over the configuration section <c>RoomSockets:Accounts</c>.</summary>
    public static IRoomSocketsBuilder ConfigureAccounts(this IRoomSocketsBuilder builder, Action<AccountOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure(configure);
        return builder;
    }

    /// <summary>
    /// Calls you for every new user, however created, with a token that was issued for the user and is never seen again. It runs
    /// before whoever created the user goes on, and to its end even where that one has gone: there is no second first time. An
    /// exception is logged as an error and changes nothing. Without a handler no token is issued: nobody would ever hold it.
    /// </summary>
    public static IRoomSocketsBuilder OnUserCreated(this IRoomSocketsBuilder builder, Func<UserCreatedContext, CancellationToken, ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(handler);
        builder.Services.AddSingleton(new UserCreatedHandler(handler));
        return builder;
    }

    /// <summary>What stands on the three stores, whichever they are.</summary>
    internal static void AddAccounts(this IRoomSocketsBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton<IPasswordHasher, BcryptPasswordHasher>();
        services.TryAddSingleton<PasswordHashing>();
        services.TryAddSingleton<LoginLimits>();
        services.TryAddSingleton<TokenCache>();
        services.TryAddSingleton<TokenIssuer>();
        services.TryAddSingleton<ITokenIssuer>(static provider => provider.GetRequiredService<TokenIssuer>());
        services.TryAddSingleton<Tickets>();
        services.TryAddSingleton<ITickets>(static provider => provider.GetRequiredService<Tickets>());
        services.TryAddSingleton<AccountService>();
        services.TryAddSingleton<Enrolment>();
        services.AddHostedService<TokenSweep>();
        builder.AddTokenValidator<StoreTokenValidator>();
    }
}
