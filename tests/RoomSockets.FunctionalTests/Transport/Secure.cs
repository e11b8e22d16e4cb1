using System.Net;
using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace RoomSockets.FunctionalTests.Transport;

/// <summary>TLS with a certificate of the test's own, and clients that choose their HTTP version.</summary>
internal static class Secure
{
    private static readonly Lazy<X509Certificate2> Certificate = new(Create);

    public static Action<ListenOptions> Tls(HttpProtocols protocols) => listen =>
    {
        listen.Protocols = protocols;
        listen.UseHttps(Certificate.Value);
    };

    public static SocketsHttpHandler Handler() => new()
    {
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString() == Certificate.Value.GetCertHashString() },
    };

    public static async Task<TestClient> ConnectAsync(TestApp app, string path, HttpMessageInvoker invoker, Version version, string? subProtocol = null)
    {
        var socket = new ClientWebSocket { Options = { HttpVersion = version, HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact } };
        if (subProtocol is not null) socket.Options.AddSubProtocol(subProtocol);
        socket.Options.CollectHttpResponseDetails = true;
        await socket.ConnectAsync(new Uri(app.Ws, path), invoker, CancellationToken.None).WaitAsync(TestApp.Patience);
        socket.HttpStatusCode.Should().Be(version.Major == 1 ? HttpStatusCode.SwitchingProtocols : HttpStatusCode.OK, "HTTP/2 answers a CONNECT");
        return new TestClient(socket);
    }

    private static X509Certificate2 Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
