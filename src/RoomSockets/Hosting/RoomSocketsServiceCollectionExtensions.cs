using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RoomSockets;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds RoomSockets to an application.</summary>
public static class RoomSocketsServiceCollectionExtensions
{
    /// <summary>Adds rooms over WebSockets. Calling it again adds options and nothing else.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Sets options; it wins over the configuration section <c>RoomSockets</c>.</param>
    /// <returns>A builder for token validators, origins and stores.</returns>
    public static IRoomSocketsBuilder AddRoomSockets(this IServiceCollection services, Action<RoomSocketsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (!services.Any(service => service.ServiceType == typeof(RoomSocketEndpoint))) AddOnce(services);
        if (configure is not null) services.Configure(configure);
        return new RoomSocketsBuilder(services);
    }

    private static void AddOnce(IServiceCollection services)
    {
        AddOptions(services);
        AddAuthentication(services);
        AddRooms(services);
        AddModeration(services);
        AddHosting(services);
    }

    private static void AddOptions(IServiceCollection services)
    {
        services.AddOptions<RoomSocketsOptions>()
            .Configure<IServiceProvider>(static (options, provider) =>
                provider.GetService<IConfiguration>()?.GetSection("RoomSockets").Bind(options))
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RoomSocketsOptions>, RoomSocketsOptionsValidator>());
        services.AddOptions<AccountOptions>()
            .Configure<IServiceProvider>(static (options, provider) =>
                provider.GetService<IConfiguration>()?.GetSection("RoomSockets:Accounts").Bind(options))
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AccountOptions>, AccountOptionsValidator>());
        services.AddOptions<ModerationOptions>()
            .Configure<IServiceProvider>(static (options, provider) =>
                provider.GetService<IConfiguration>()?.GetSection("RoomSockets:Moderation").Bind(options))
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ModerationOptions>, ModerationOptionsValidator>());
        services.TryAddSingleton(static provider => provider.GetRequiredService<IOptions<ModerationOptions>>().Value);
        // One object for all who need the limits of the process.
        services.TryAddSingleton(static provider => provider.GetRequiredService<IOptions<RoomSocketsOptions>>().Value);
        services.TryAddSingleton(TimeProvider.System);
    }

    private static void AddAuthentication(IServiceCollection services)
    {
        services.TryAddSingleton<TokenAuthenticator>();
        services.TryAddSingleton<RefusalWriter>();
        services.TryAddSingleton<IRefusalWriter>(static provider => provider.GetRequiredService<RefusalWriter>());
        services.TryAddSingleton(static provider => new OriginPolicy(
            provider.GetRequiredService<RoomSocketsOptions>(),
            provider.GetService<IHostEnvironment>()?.IsDevelopment() == true));
    }

    private static void AddRooms(IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton<RoomSocketsMetrics>();
        services.TryAddSingleton<Wheel>();
        services.TryAddSingleton<ConnectionServices>();
        // A store is optional: without one, rooms number their messages in memory and keep none.
        services.TryAddSingleton(static provider => new RoomServices(
            provider.GetRequiredService<RoomSocketsOptions>(),
            provider.GetRequiredService<ConnectionServices>(),
            provider.GetService<IRoomStore>() is { } store ? new Journal(store, provider.GetRequiredService<ILogger<Journal>>()) : null,
            provider.GetService<IPresenceEnricher>(),
            provider.GetRequiredService<ILogger<RoomServices>>()));
        services.TryAddSingleton<RoomTable>();
        services.TryAddSingleton<Directs>();
        services.TryAddSingleton(static provider => new Histories(provider.GetRequiredService<RoomTable>(), provider.GetRequiredService<RoomServices>().Journal));
        services.TryAddSingleton<RoomDirectory>();
        services.TryAddSingleton<MiddlewareRegistry>();
        services.TryAddSingleton<Publisher>();
        services.TryAddSingleton(static provider => new HandlerGuard(
            provider.GetRequiredService<ILogger<HandlerGuard>>(),
            showDetail: provider.GetService<IHostEnvironment>()?.IsDevelopment() == true));
        services.TryAddSingleton(static provider => new RoomRules(provider.GetServices<IRoomAuthorizer>()));
        services.TryAddSingleton(static provider => new Membership(
            provider.GetRequiredService<RoomDirectory>(), provider.GetRequiredService<HandlerGuard>(), provider.GetRequiredService<RoomRules>(), provider.GetService<Enrolment>(),
            provider.GetRequiredService<Restrictions>()));
        // Asked late: whoever issues tokens ends connections, too.
        services.TryAddSingleton(static provider => new Lazy<ITokenIssuer?>(provider.GetService<ITokenIssuer>));
        services.TryAddSingleton<IConnectionManager, ConnectionManager>();
        services.TryAddSingleton<ConnectionLimits>();
        services.TryAddSingleton<RoomMonitor>();
        services.TryAddSingleton<IRoomMonitor>(static provider => provider.GetRequiredService<RoomMonitor>());
        services.TryAddSingleton<Revalidation>();
        services.TryAddSingleton<PipelineServices>();
    }

    private static void AddModeration(IServiceCollection services)
    {
        services.TryAddSingleton<Restrictions>();
        services.TryAddSingleton<Expulsion>();
        services.TryAddSingleton<Redactions>();
        services.TryAddSingleton(static provider => new ModeratorRules(
            provider.GetRequiredService<RoomRules>(), provider.GetRequiredService<Restrictions>(), provider.GetService<IRoomStore>()));
        // Without a store there are bans all the same, for as long as the process lives.
        services.TryAddSingleton(static provider => new Moderation(
            provider.GetService<IModerationStore>() ?? new MemoryModerationStore(new MemoryStoreOptions(), provider.GetRequiredService<TimeProvider>()),
            provider.GetRequiredService<Restrictions>(),
            provider.GetRequiredService<Expulsion>(),
            provider.GetRequiredService<Redactions>(),
            provider.GetRequiredService<ModerationOptions>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<CreatorActions>();
        services.TryAddSingleton<ApiBans>();
        services.AddHostedService<ModerationRefresh>();
    }

    private static void AddHosting(IServiceCollection services)
    {
        services.TryAddSingleton<EndpointOptions>();
        services.TryAddSingleton<EndpointMiddleware>();
        services.TryAddSingleton<Knock>();
        services.TryAddSingleton<RoomSocketEndpoint>();
        services.TryAddSingleton<Drain>();
        services.AddHostedService(static provider => provider.GetRequiredService<Drain>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, StartupCheck>());
    }
}
