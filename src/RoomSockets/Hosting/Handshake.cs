using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace RoomSockets;

/// <summary>The opening handshake: RFC 6455, section 4.2, over HTTP/1.1; RFC 8441 over HTTP/2; or whatever the server offers instead.</summary>
internal static class Handshake
{
    public const string Version = "13";
    private const int KeyLength = 24;

    /// <summary>Null when the request is a handshake that we can accept.</summary>
    public static Refusal? Inspect(HttpContext http)
    {
        if (IsExtendedConnect(http)) return CheckVersion(http);
        if (IsUpgrade(http)) return CheckVersion(http) ?? CheckKey(http);
        return http.Features.Get<IHttpWebSocketFeature>() is { IsWebSocketRequest: true } ? null : Refusal.NotWebSocket;
    }

    /// <summary>Accepts, and returns the bytes of both directions.</summary>
    /// <exception cref="IOException">The client has gone.</exception>
    public static async Task<Wire> AcceptAsync(HttpContext http, string? subProtocol, RoomSocketsOptions options)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;
        if (IsExtendedConnect(http))
        {
            Choose(http, subProtocol, options);
            http.Response.StatusCode = StatusCodes.Status200OK;
            return new StreamWire(await http.Features.GetRequiredFeature<IHttpExtendedConnectFeature>().AcceptAsync(), http.Abort);
        }

        if (IsUpgrade(http))
        {
            Choose(http, subProtocol, options);
            http.Response.Headers.Upgrade = "websocket";
            http.Response.Headers.Connection = "Upgrade";
            http.Response.Headers.SecWebSocketAccept = Answer(http.Request.Headers.SecWebSocketKey.ToString());
            return await HttpWire.UpgradeAsync(http, options.DirectWrites);
        }

        var context = new WebSocketAcceptContext { SubProtocol = subProtocol };
        return new StreamWire(new WebSocketFrameStream(await http.Features.GetRequiredFeature<IHttpWebSocketFeature>().AcceptAsync(context)), http.Abort);
    }

    private static bool IsExtendedConnect(HttpContext http) =>
        http.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: "websocket" };

    private static bool IsUpgrade(HttpContext http) =>
        http.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
        && HttpMethods.IsGet(http.Request.Method)
        && string.Equals(http.Request.Headers.Upgrade, "websocket", StringComparison.OrdinalIgnoreCase);

    private static Refusal? CheckVersion(HttpContext http) =>
        http.Request.Headers.SecWebSocketVersion == Version ? null : Refusal.WrongVersion;

    private static Refusal? CheckKey(HttpContext http)
    {
        Span<byte> key = stackalloc byte[KeyLength];
        var text = http.Request.Headers.SecWebSocketKey.ToString();
        return text.Length == KeyLength && Convert.TryFromBase64String(text, key, out var length) && length == 16 ? null : Refusal.BadKey;
    }

    private static void Choose(HttpContext http, string? subProtocol, RoomSocketsOptions options)
    {
        if (options.Deflate && DeflateOffer.Choose(http.Request.Headers.SecWebSocketExtensions) is { } offer) http.Response.Headers.SecWebSocketExtensions = offer.Answer;
        if (subProtocol is not null) http.Response.Headers.SecWebSocketProtocol = subProtocol;
    }

    private static string Answer(string key)
    {
        var text = Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
#pragma warning disable CA5350 // RFC 6455, section 4.2.2, prescribes SHA-1; nothing is kept secret by it.
        return Convert.ToBase64String(SHA1.HashData(text));
#pragma warning restore CA5350
    }
}
