using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the API of accounts, rooms and alerts.</summary>
public static class RoomSocketsApiEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps register, login, logout, me, tokens, ticket, rooms, alerts and moderation under a prefix, over whichever store there is. Bodies are JSON or
    /// forms of at most 16 KiB; refusals are problems (RFC 9457) with a stable <c>code</c>.
    /// </summary>
    /// <param name="endpoints">The application, or a group.</param>
    /// <param name="prefix">For instance <c>/api</c>.</param>
    /// <param name="configure">Switches parts of it off.</param>
    /// <returns>A builder for conventions that hold for all of it.</returns>
    /// <exception cref="InvalidOperationException">There is no store.</exception>
    public static IEndpointConventionBuilder MapRoomSocketsApi(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string prefix, Action<RoomSocketsApiOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        var services = endpoints.ServiceProvider;
        if (services.GetService<IRoomStore>() is null)
        {
            throw new InvalidOperationException(
                $"MapRoomSocketsApi(\"{prefix}\") was called, but there is no store. Add one before builder.Build(): builder.Services.AddRoomSockets().AddMemoryStore(), or .AddEntityFrameworkStore(db => db.UseSqlite(\"Data Source=chat.db\")) of the package RoomSockets.EntityFramework.");
        }

        var options = new RoomSocketsApiOptions();
        configure?.Invoke(options);
        var group = endpoints.MapGroup(prefix);
        var api = ActivatorUtilities.CreateInstance<ApiGroup>(services, group, prefix.Trim('/').Replace('/', '.'), ActivatorUtilities.CreateInstance<ApiCaller>(services), ActivatorUtilities.CreateInstance<ApiCors>(services));
        if (options.Accounts) ActivatorUtilities.CreateInstance<AccountEndpoints>(services, ActivatorUtilities.CreateInstance<SessionCookie>(services)).Map(api);
        if (options.Tickets) ActivatorUtilities.CreateInstance<TicketEndpoints>(services).Map(api);
        if (options.Rooms) ActivatorUtilities.CreateInstance<RoomEndpoints>(services).Map(api);
        if (options.Alerts) ActivatorUtilities.CreateInstance<AlertEndpoints>(services).Map(api);
        if (options.Moderation) MapModeration(services, api);
        return group;
    }

    private static void MapModeration(IServiceProvider services, ApiGroup api)
    {
        var requests = ActivatorUtilities.CreateInstance<ModerationRequests>(services);
        ActivatorUtilities.CreateInstance<BanEndpoints>(services, requests).Map(api);
        ActivatorUtilities.CreateInstance<MuteEndpoints>(services, requests).Map(api);
        ActivatorUtilities.CreateInstance<RedactionEndpoints>(services, requests).Map(api);
        ActivatorUtilities.CreateInstance<AuditEndpoints>(services, requests).Map(api);
    }
}
