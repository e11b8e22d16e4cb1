using System.Net;
using Microsoft.AspNetCore.Http;
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

    private Task WriteProblemAsync(HttpContext http, Refusal refusal)
    {
        if (refusal.Status == StatusCodes.Status426UpgradeRequired) http.Response.Headers.SecWebSocketVersion = Handshake.Version;
        return Problem.WriteAsync(http, refusal.Status, refusal.Code, environment.IsDevelopment() ? refusal.Help ?? refusal.Detail : refusal.Detail, refusal.RetryAfter, refusal.Until);
    }

    private async Task CloseAsync(HttpContext http, RoomSocketsOptions settings, Refusal refusal)
    {
        if (SubProtocols.Read(http.Request.Headers.SecWebSocketProtocol, settings.MaxSubProtocols) is not { } offered) offered = [];
        SubProtocols.TryChoose(offered, out var chosen);
        await using var wire = await Handshake.AcceptAsync(http, chosen, settings);
        var request = new ConnectionRequest(http.Request.Path, [], http.Request.Query);
        var connection = new Connection(request, Identity.Anonymous, settings, connections) { Dialect = chosen == SubProtocol.V1 ? V1Dialect.Instance : null };
        connection.Close(new CloseReason(CloseCause.Refused, refusal.CloseCode, Frame.CutReason(refusal.Code)) { RetryAfter = refusal.RetryAfter });
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
