namespace RoomSockets;

/// <summary>A handshake that is about to be accepted.</summary>
public sealed class ConnectingContext
{
    internal ConnectingContext(IConnection connection, CancellationToken cancellation) => (Connection, Cancellation) = (connection, cancellation);

    /// <summary>The connection to be: its user, request and items are there; what it is sent goes out when it is open.</summary>
    public IConnection Connection { get; }

    /// <summary>Cancelled when the time is over or the client has gone.</summary>
    public CancellationToken Cancellation { get; }

    internal HandshakeRefusal? Refusal { get; private set; }

    /// <summary>What is asked at the end of the way; null where nobody is.</summary>
    internal RoomHandler? Handler { get; init; }

    /// <summary>What came of it: whoever did not go on has refused.</summary>
    internal HandshakeRefusal? Verdict => Refusal ?? (HasGoneOn ? null : new HandshakeRefusal(403, "forbidden", "You may not connect here."));

    private bool HasGoneOn { get; set; }

    /// <summary>Refuses the handshake with an HTTP status and a JSON problem body. The first refusal wins.</summary>
    /// <param name="status">The status, 400–599. <value>403</value></param>
    /// <param name="code">A stable code for programs, at most 64 characters. <value>forbidden</value></param>
    /// <param name="detail">What is wrong, in words that the client may see.</param>
    /// <param name="retryAfter">When it makes sense to come again, as <c>Retry-After</c> (RFC 9110, section 10.2.3), rounded up to seconds; null to say nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">The status is not 400–599.</exception>
    public void Refuse(int status = 403, string code = "forbidden", string? detail = null, TimeSpan? retryAfter = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 400);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 599);
        Refusal ??= new HandshakeRefusal(status, code, detail, retryAfter);
    }

    internal ValueTask EndAsync()
    {
        HasGoneOn = true;
        return Handler?.OnConnectingAsync(this, Cancellation) ?? ValueTask.CompletedTask;
    }
}

/// <summary>How a handler or a middleware refuses: a status, a stable code and words.</summary>
internal sealed record HandshakeRefusal(int Status, string Code, string? Detail, TimeSpan? RetryAfter = null);
