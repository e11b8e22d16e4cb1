namespace RoomSockets;

/// <summary>A membership that is about to begin.</summary>
public sealed class JoiningContext
{
    internal JoiningContext(IConnection connection, string room, CancellationToken cancellation) => (Connection, Room, Cancellation) = (connection, room, cancellation);

    /// <summary>Who wants to join.</summary>
    public IConnection Connection { get; }

    /// <summary>The room, normalised.</summary>
    public string Room { get; }

    /// <summary>Cancelled when the time is over or the connection is to end.</summary>
    public CancellationToken Cancellation { get; }

    internal HandshakeRefusal? Refusal { get; private set; }

    /// <summary>What is asked at the end of the way; null where nobody is.</summary>
    internal RoomHandler? Handler { get; init; }

    /// <summary>What came of it: whoever did not go on has refused.</summary>
    internal HandshakeRefusal? Verdict => Refusal ?? (HasGoneOn ? null : new HandshakeRefusal(403, "room", "You may not enter this room."));

    private bool HasGoneOn { get; set; }

    /// <summary>Refuses. In the handshake the answer is 403; the first refusal wins.</summary>
    /// <param name="code">A stable code for programs. <value>room</value></param>
    /// <param name="detail">What is wrong, in words that the client may see.</param>
    /// <param name="retryAfter">When it makes sense to try again; null to say nothing. In the handshake the answer is then 429.</param>
    public void Refuse(string code = "room", string? detail = null, TimeSpan? retryAfter = null) =>
        Refusal ??= new HandshakeRefusal(retryAfter is null ? 403 : 429, code, detail, retryAfter);

    internal ValueTask EndAsync()
    {
        HasGoneOn = true;
        return Handler?.OnJoiningAsync(this, Cancellation) ?? ValueTask.CompletedTask;
    }
}
