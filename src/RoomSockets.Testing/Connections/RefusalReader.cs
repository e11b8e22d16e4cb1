using System.Net;
using System.Net.WebSockets;
using System.Text.Json;

namespace RoomSockets.Testing;

/// <summary>Keeps the answer to a handshake that was refused: the framework's client throws its body away.</summary>
internal sealed class RefusalReader() : DelegatingHandler(new SocketsHttpHandler { UseProxy = false, UseCookies = false })
{
    private HttpStatusCode _status;
    private string _body = string.Empty;

    /// <summary>What the server refused with; the client's own failure where it did not answer.</summary>
    public Exception Explain(WebSocketException failure) =>
        _status == default ? failure : new HandshakeRefusedException(_status, ReadCode(), _body, failure);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.SwitchingProtocols) return response;
        (_status, _body) = (response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
        return response;
    }

    private string? ReadCode()
    {
        try
        {
            using var problem = JsonDocument.Parse(_body);
            return problem.RootElement.ValueKind == JsonValueKind.Object && problem.RootElement.TryGetProperty("code", out var code) ? code.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
