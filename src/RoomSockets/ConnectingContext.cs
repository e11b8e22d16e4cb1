namespace RoomSockets;

/// <summary>A handshake that is about to be accepted.</summary>
public sealed class ConnectingContext
{
    internal ConnectingContext(IConnection connection) => Connection = connection;

    /// <summary>The connection to be: its user, request and items are there; what it is sent goes out when it is open.</summary>
    public IConnection Connection { get; }

    internal HandshakeRefusal? Refusal { get; private set; }

    /// <summary>Refuses the handshake with an HTTP status and a JSON problem body. The first refusal wins.</summary>
    /// <param name="status">The status, 400–599. <value>403</value></param>
    /// <param name="code">A stable code for programs, at most 64 characters. <value>forbidden</value></param>
    /// <param name="detail">What is wrong, in words that the client may see.</param>
    /// <exception cref="ArgumentOutOfRangeException">The status is not 400–599.</exception>
    public void Refuse(int status = 403, string code = "forbidden", string? detail = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 400);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 599);
        Refusal ??= new HandshakeRefusal(status, code, detail);
    }
}

/// <summary>How a handler refuses: a status, a stable code and words.</summary>
internal sealed record HandshakeRefusal(int Status, string Code, string? Detail);
