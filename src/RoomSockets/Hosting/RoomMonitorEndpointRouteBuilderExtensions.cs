using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the monitor.</summary>
public static class RoomMonitorEndpointRouteBuilderExtensions
{
    private const int MaxRooms = 1000;

    /// <summary>
    /// Serves what <see cref="IRoomMonitor"/> tells, as JSON; <c>?rooms=</c> says how many rooms are listed (0 to 1,000, 20 by default).
    /// Only users who are signed in get it: it names rooms. Narrow it with <c>.RequireAuthorization("policy")</c>.
    /// </summary>
    /// <param name="endpoints">The application, or a group.</param>
    /// <param name="pattern">Where.</param>
    /// <exception cref="InvalidOperationException"><c>AddRoomSockets</c> was not called.</exception>
    public static IEndpointConventionBuilder MapRoomMonitor(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "/monitor")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var monitor = endpoints.ServiceProvider.GetService<IRoomMonitor>() ?? throw new InvalidOperationException(
            $"MapRoomMonitor(\"{pattern}\") was called, but RoomSockets is not registered. Add builder.Services.AddRoomSockets().AddRoomMonitor() before builder.Build().");
        RequestDelegate serve = http => WriteAsync(http, monitor);
        return endpoints.MapMethods(pattern, [HttpMethods.Get], serve).WithDisplayName("RoomSockets monitor").RequireAuthorization().ExcludeFromDescription();
    }

    private static Task WriteAsync(HttpContext http, IRoomMonitor monitor)
    {
        var rooms = int.TryParse(http.Request.Query["rooms"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? Math.Min(asked, MaxRooms) : 20;
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        return JsonSerializer.SerializeAsync(http.Response.BodyWriter, monitor.Snapshot(rooms), MonitorJson.Default.RoomMonitorSnapshot, http.RequestAborted);
    }
}
