using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace RoomSockets;

/// <summary>Lets the pages that may open sockets call the API, too: one list of origins for both. A policy of the host's own wins.</summary>
internal sealed class ApiCors(OriginPolicy origins, RoomSocketsOptions options, ILoggerFactory loggers)
{
    // Set by the framework's middleware when it has looked at the request's endpoint.
    private const string HostsPolicy = "__CorsMiddlewareWithEndpointInvoked";

    private static readonly TimeSpan PreflightKept = TimeSpan.FromMinutes(10);

    private readonly CorsService _service = new(Options.Create(new CorsOptions()), loggers);

    /// <summary>Writes what the browser wants to know; nothing for requests of the host's own pages and of programs.</summary>
    public void Apply(HttpContext http)
    {
        if (http.Request.Headers.Origin is not [{ Length: > 0 } origin] || http.Items.ContainsKey(HostsPolicy)) return;
        var request = http.Request;
        var policy = new CorsPolicy
        {
            IsOriginAllowed = asked => origins.Refuse(asked, request.Scheme, request.Host.Value ?? string.Empty) is null,
            // Where every page may call, or one without an origin, nobody's cookie goes along.
            SupportsCredentials = !options.AllowAnyOrigin && origin != Origin.Null,
            PreflightMaxAge = PreflightKept,
        };
        policy.Methods.Add(HttpMethods.Get);
        policy.Methods.Add(HttpMethods.Post);
        policy.Methods.Add(HttpMethods.Put);
        policy.Methods.Add(HttpMethods.Patch);
        policy.Methods.Add(HttpMethods.Delete);
        policy.Headers.Add("Authorization");
        policy.Headers.Add("Content-Type");
        policy.ExposedHeaders.Add("Link");
        policy.ExposedHeaders.Add("Retry-After");
        _service.ApplyResult(_service.EvaluatePolicy(http, policy), http.Response);
    }

    /// <summary>Answers the question that a browser asks before a request of another origin.</summary>
    public Task PreflightAsync(HttpContext http)
    {
        Apply(http);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
