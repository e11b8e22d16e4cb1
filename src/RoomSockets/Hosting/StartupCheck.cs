using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace RoomSockets;

/// <summary>Looks at all socket endpoints before the host listens, and reports every mistake at once.</summary>
internal sealed partial class StartupCheck(
    IServiceProviderIsService registered,
    EndpointOptions endpointOptions,
    EndpointMiddleware middleware,
    RoomSocketsOptions options,
    ILogger<StartupCheck> logger) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        next(app);
        if (options.AllowAnyOrigin) LogAnyOrigin();
        var errors = app.ApplicationServices.GetRequiredService<EndpointDataSource>().Endpoints
            .OfType<RouteEndpoint>()
            .SelectMany(Find)
            .Concat(FindMiddlewareErrors(null))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        if (errors.Count > 0) throw new InvalidOperationException("RoomSockets cannot start:\n - " + string.Join("\n - ", errors));
    };

    private IEnumerable<string> Find(RouteEndpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<EndpointSettings>() is not { } settings) yield break;
        var pattern = endpoint.RoutePattern.RawText;
        if (settings.NeedsRoom && endpoint.RoutePattern.GetParameter("room") is null)
            yield return $"\"{pattern}\" has no {{room}}, and {settings.HandlerName} sends to the room of the route. Write for instance \"{pattern?.TrimEnd('/')}/{{room}}\", or map a handler of your own: MapRoomSockets<THandler>(\"{pattern}\").";
        if (endpoint.Metadata.GetMetadata<SocketAuthorization>()?.IsAnonymous != true && !registered.IsService(typeof(ITokenValidator)))
            yield return $"\"{pattern}\" needs a token, but nothing can validate one. Add builder.Services.AddRoomSockets().AddTokenValidator(…) or .UseAuthenticationScheme(\"…\"), or let everybody in: MapRoomSockets(\"{pattern}\").AllowAnonymous().";
        if (FindOptionErrors(endpoint) is { } error) yield return error;
        foreach (var failure in FindMiddlewareErrors(endpoint)) yield return failure;
    }

    /// <summary>What cannot be created is better known now than when the first client comes.</summary>
    private IEnumerable<string> FindMiddlewareErrors(RouteEndpoint? endpoint)
    {
        try
        {
            middleware.Of(endpoint);
            return [];
        }
        catch (InvalidOperationException error)
        {
            return [error.Message];
        }
    }

    private string? FindOptionErrors(RouteEndpoint endpoint)
    {
        try
        {
            endpointOptions.Of(endpoint);
            return null;
        }
        catch (OptionsValidationException error)
        {
            return $"\"{endpoint.RoutePattern.RawText}\": {string.Join(" ", error.Failures)}";
        }
    }

    [LoggerMessage(EventId = 1005, Level = LogLevel.Warning, Message = "RoomSocketsOptions.AllowAnyOrigin is on: the pages of every site may connect, and where cookies authenticate they act for their visitors. Name the origins with AllowOrigins(…) instead.")]
    private partial void LogAnyOrigin();
}
