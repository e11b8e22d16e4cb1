using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace RoomSockets;

/// <summary>Owns the JavaScript client that is built into this assembly, as it is and compressed.</summary>
internal sealed class ClientScript
{
    private const string Resource = "RoomSockets.roomsockets.js";

    private readonly byte[] _plain;
    private readonly byte[] _compressed;
    private readonly string _tag;

    private ClientScript()
    {
        using var source = typeof(ClientScript).Assembly.GetManifestResourceStream(Resource)!;
        using var plain = new MemoryStream();
        source.CopyTo(plain);
        _plain = plain.ToArray();
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize)) gzip.Write(_plain);
        _compressed = compressed.ToArray();
        _tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(_plain).AsSpan(0, 8))}\"";
    }

    public static Lazy<ClientScript> Instance { get; } = new(static () => new ClientScript());

    /// <summary>Browsers ask each time whether it is another one, so that an upgrade of the host reaches them at once.</summary>
    public Task ServeAsync(HttpContext http)
    {
        var headers = http.Response.Headers;
        (headers.CacheControl, headers.ETag, headers.Vary) = ("no-cache", _tag, HeaderNames.AcceptEncoding);
        headers.XContentTypeOptions = "nosniff";
        http.Response.ContentType = "text/javascript; charset=utf-8";
        if (http.Request.GetTypedHeaders().IfNoneMatch.Any(tag => tag.Tag == "*" || tag.Tag == _tag))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        var body = _plain;
        if (http.Request.GetTypedHeaders().AcceptEncoding.Any(static encoding => encoding is { Value.Value: "gzip" } && encoding.Quality is not 0)) (body, headers.ContentEncoding) = (_compressed, "gzip");
        http.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : http.Response.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }
}
