using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace RoomSockets;

/// <summary>Maps the requests of the API: what all of them have in common.</summary>
/// <param name="endpoints">Where they go.</param>
/// <param name="name">Begins the names of the operations.</param>
/// <param name="caller">Who calls.</param>
/// <param name="cors">For pages of other origins.</param>
/// <param name="logger">For stores that are away.</param>
internal sealed partial class ApiGroup(IEndpointRouteBuilder endpoints, string name, ApiCaller caller, ApiCors cors, ILogger<ApiGroup> logger)
{
    private static readonly string[] Json = ["application/json"];
    private static readonly string[] JsonOrForm = ["application/json", "application/x-www-form-urlencoded"];
    private static readonly string[] Problems = ["application/problem+json"];

    private readonly HashSet<string> _preflights = new(StringComparer.Ordinal);

    /// <summary>A request that anybody may make.</summary>
    public void Map(ApiOperation operation, Func<HttpContext, Task> handle) =>
        Map(operation, isOpen: true, http => RunAsync(http, inner =>
        {
            if (!operation.IsForBanned) caller.CheckAddress(inner);
            return handle(inner);
        }));

    /// <summary>A request that needs a token.</summary>
    public void MapForUser(ApiOperation operation, Func<HttpContext, Caller, Task> handle) =>
        Map(operation, isOpen: false, http => RunAsync(http, async inner =>
        {
            if (await caller.FindAsync(inner) is { } found) await handle(inner, found);
        }));

    public static Task WriteAsync<T>(HttpContext http, T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        return JsonSerializer.SerializeAsync(http.Response.BodyWriter, value, type, http.RequestAborted);
    }

    private void Map(ApiOperation operation, bool isOpen, RequestDelegate handle)
    {
        var builder = endpoints.MapMethods(operation.Pattern, [operation.Method], handle)
            .WithName($"{name}.{operation.Name}")
            .WithSummary(operation.Summary)
            .WithTags(operation.Tag)
            // The method is what API explorers look for, with a request delegate, too.
            .WithMetadata(handle.Method, new ProducesResponseTypeMetadata(operation.Status, operation.Answer, Json));
        if (operation.Body is { } body)
        {
            builder.WithMetadata(new AcceptsMetadata(JsonOrForm, body));
            // Routing itself would answer other types with a bare 415. They come here, and get a problem that says what to send.
            var twin = endpoints.MapMethods(operation.Pattern, [operation.Method], handle).ExcludeFromDescription();
            if (isOpen) twin.AllowAnonymous();
        }

        if (_preflights.Add(operation.Pattern)) endpoints.MapMethods(operation.Pattern, [HttpMethods.Options], cors.PreflightAsync).ExcludeFromDescription().AllowAnonymous();
        foreach (var status in operation.Refusals) builder.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(void), Problems));
        if (isOpen) builder.AllowAnonymous();
        else builder.WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status401Unauthorized, typeof(void), Problems));
    }

    private async Task RunAsync(HttpContext http, Func<HttpContext, Task> handle)
    {
        try
        {
            cors.Apply(http);
            caller.CheckOrigin(http.Request);
            await handle(http);
        }
        catch (ApiException refusal)
        {
            await Problem.WriteAsync(http, refusal.Status, refusal.Code, refusal.Message, refusal.RetryAfter, refusal.Until);
        }
        catch (StoreUnavailableException error)
        {
            LogStoreUnavailable(error, http.Request.Method, http.Request.Path);
            await Problem.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, "store_unavailable", "The server cannot reach its store. Come back soon.");
        }
    }

    [LoggerMessage(EventId = 8003, Level = LogLevel.Warning, Message = "{Method} {Path} was answered with 503: the store is away.")]
    private partial void LogStoreUnavailable(Exception error, string method, PathString path);
}

/// <summary>A request as API explorers show it.</summary>
/// <param name="Name">Its name in the group.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Pattern">The route.</param>
/// <param name="Tag">The group that it is shown in.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Answer">The type of the answer.</param>
/// <param name="Status">The status of success.</param>
/// <param name="Body">The type of the body; null for none.</param>
internal sealed record ApiOperation(string Name, string Method, string Pattern, string Tag, string Summary, Type Answer, int Status = 200, Type? Body = null)
{
    /// <summary>Statuses of problems that it may answer.</summary>
    public int[] Refusals { get; init; } = [];

    /// <summary>Whether who is banned may make it: leaving is never refused.</summary>
    public bool IsForBanned { get; init; }
}
