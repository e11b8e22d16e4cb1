using System.Globalization;
using System.Net;
using System.Net.WebSockets;

namespace RoomSockets.Client;

/// <summary>Opens sockets, each with the token of the moment, and tells refusals that a later attempt may overcome from those that none will.</summary>
internal sealed class SocketOpener(Uri uri, RoomSocketsClientOptions options)
{
    private bool _wasTokenRefused;
    private bool _wasOpen;

    public async Task<WebSocket> OpenAsync(TokenRequest tokenRequest, CancellationToken cancellationToken)
    {
        var token = options.Token is { } ask ? await ask(tokenRequest, cancellationToken).ConfigureAwait(false) : null;
        var request = new SocketRequest(uri, Credentials.Offer(token));
        var socket = await (options.OpenSocket ?? ConnectAsync)(request, cancellationToken).ConfigureAwait(false);
        _wasTokenRefused = false;
        if (socket.SubProtocol == Credentials.SubProtocol)
        {
            _wasOpen = true;
            return socket;
        }

        socket.Dispose();
        throw new RoomSocketsException("refused", $"The server at {uri.Host} chose the sub-protocol '{socket.SubProtocol}' instead of {Credentials.SubProtocol}. Is it a RoomSockets endpoint?");
    }

    private async ValueTask<WebSocket> ConnectAsync(SocketRequest request, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        try
        {
            foreach (var subProtocol in request.SubProtocols) socket.Options.AddSubProtocol(subProtocol);
            socket.Options.CollectHttpResponseDetails = true;
            socket.Options.KeepAliveInterval = TimeSpan.Zero; // the client's own pings tell whether the server is there
            options.ConfigureSocket?.Invoke(socket.Options);
            await socket.ConnectAsync(request.Uri, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch (WebSocketException refused) when (socket.HttpStatusCode != default)
        {
            throw Refusal(socket, refused);
        }
        finally
        {
            if (socket.State != WebSocketState.Open) socket.Dispose();
        }
    }

    private RoomSocketsException Refusal(ClientWebSocket socket, WebSocketException refused)
    {
        var status = socket.HttpStatusCode;
        return new RoomSocketsException("refused", $"The server answered the handshake with {(int)status}.", refused)
        {
            IsTemporary = IsTemporary(status),
            RetryAfter = ReadRetryAfter(socket),
        };
    }

    private bool IsTemporary(HttpStatusCode status)
    {
        if (status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            // The token may have ended on its way; the next one decides.
            var isFirst = options.Token is not null && !_wasTokenRefused;
            _wasTokenRefused = true;
            return isFirst;
        }

        // While a host is exchanged, what stands before it may not know the path; one that was never there is a mistake.
        return (int)status is < 400 or >= 500 or 408 or 425 or 429 || (_wasOpen && (int)status is (404 or 421));
    }

    private static TimeSpan? ReadRetryAfter(ClientWebSocket socket) =>
        socket.HttpResponseHeaders is { } headers && headers.TryGetValue("Retry-After", out var values)
        && double.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? FrameValues.ToWait(seconds * 1000)
            : null;
}
