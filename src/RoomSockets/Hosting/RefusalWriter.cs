using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RoomSockets;

/// <summary>Answers a refused handshake: a JSON problem (RFC 9457) with a stable <c>code</c>, or the same verdict as a close code.</summary>
internal sealed partial class RefusalWriter(
    EndpointOptions options,
    ConnectionServices connections,
    RoomSocketsMetrics metrics,
    IHostEnvironment environment,
    ILogger<RefusalWriter> logger) : IRefusalWriter
{
    /// <summary>How long a client is asked to stay away, in seconds; random, so that many do not come back at once.</summary>
    private const int MaxRetryAfter = 5;

    public bool IsSocket(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<EndpointSettings>() is not null;

    public Task WriteAsync(HttpContext http, TokenVerdict verdict)
    {
        var refusal = Refusal.From(verdict);
        // REST answers 401 for any missing or bad token (RFC 6750, section 3.1); a handshake tells the two apart.
        return WriteAsync(http, refusal.Status == 403 ? refusal with { Status = 401 } : refusal);
    }

    public Task WriteForbiddenAsync(HttpContext http) => WriteAsync(http, Refusal.Forbidden);

    public Task WriteAsync(HttpContext http, Refusal refusal)
    {
        var settings = options.Of(http.GetEndpoint());
        metrics.Refused(refusal.Code);
        LogRefused(refusal.Status, refusal.Code, http.Connection.RemoteIpAddress);
        return settings.Refusal == HandshakeRefusalMode.AcceptThenClose && Handshake.Inspect(http) is null
            ? CloseAsync(http, settings, refusal)
            : WriteProblemAsync(http, refusal);
    }

    private async Task WriteProblemAsync(HttpContext http, Refusal refusal)
    {
        var response = http.Response;
        response.StatusCode = refusal.Status;
        response.ContentType = "application/problem+json";
        response.Headers.CacheControl = "no-store";
        if (refusal.Status == 401) response.Headers.WWWAuthenticate = "Bearer";
        if (refusal.Status == 426) response.Headers.SecWebSocketVersion = Handshake.Version;
        if (refusal.Status is 429 or 503) response.Headers.RetryAfter = Random.Shared.Next(1, MaxRetryAfter + 1).ToString(CultureInfo.InvariantCulture);
        var detail = environment.IsDevelopment() ? refusal.Help ?? refusal.Detail : refusal.Detail;
        await using var json = new Utf8JsonWriter(response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("title", ReasonPhrases.GetReasonPhrase(refusal.Status));
        json.WriteNumber("status", refusal.Status);
        json.WriteString("code", refusal.Code);
        if (detail is not null) json.WriteString("detail", detail);
        json.WriteEndObject();
    }

    private async Task CloseAsync(HttpContext http, RoomSocketsOptions settings, Refusal refusal)
    {
        if (SubProtocols.Read(http.Request.Headers.SecWebSocketProtocol, settings.MaxSubProtocols) is not { } offered) offered = [];
        SubProtocols.TryChoose(offered, out var chosen);
        await using var wire = await Handshake.AcceptAsync(http, chosen, settings);
        var request = new ConnectionRequest(http.Request.Path, [], http.Request.Query);
        var connection = new Connection(request, Identity.Anonymous, settings, connections);
        connection.Close(new CloseReason(CloseCause.Refused, refusal.CloseCode, Frame.CutReason(refusal.Code)));
        connection.Open(wire, NobodyReceives.Instance);
        await connection.Input.RunAsync(NobodyReceives.Instance);
        await connection.EndAsync();
    }

    [LoggerMessage(EventId = 1001, Level = LogLevel.Debug, Message = "A handshake of {Address} was refused: {Status} {Code}.")]
    private partial void LogRefused(int status, string code, IPAddress? address);

    private sealed class NobodyReceives : IReceiver
    {
        public static NobodyReceives Instance { get; } = new();

        public ValueTask OnMessageAsync(MessageData data) => ValueTask.CompletedTask;

        public void OnEndOfRead()
        {
        }

        public void OnClosing(CloseReason reason)
        {
        }
    }
}
