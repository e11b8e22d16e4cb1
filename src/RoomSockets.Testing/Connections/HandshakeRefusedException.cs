using System.Net;

namespace RoomSockets.Testing;

/// <summary>A server refused a handshake over HTTP.</summary>
public sealed class HandshakeRefusedException : Exception
{
    internal HandshakeRefusedException(HttpStatusCode status, string? code, string body, Exception cause)
        : base($"The server refused the handshake with {(int)status} {code ?? status.ToString()}: {body}", cause)
    {
        Status = status;
        Code = code;
    }

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>The stable code of the problem body, for instance <c>token_invalid</c>; null where the answer is no problem body.</summary>
    public string? Code { get; }
}
