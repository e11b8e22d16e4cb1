namespace RoomSockets;

/// <summary>A membership that is about to begin.</summary>
public sealed class JoiningContext
{
    internal JoiningContext(IConnection connection, string room)
    {
        Connection = connection;
        Room = room;
    }

    /// <summary>Who wants to join.</summary>
    public IConnection Connection { get; }

    /// <summary>The room, normalised.</summary>
    public string Room { get; }

    internal HandshakeRefusal? Refusal { get; private set; }

    /// <summary>Refuses. In the handshake the answer is 403; the first refusal wins.</summary>
    /// <param name="code">A stable code for programs. <value>room</value></param>
    /// <param name="detail">What is wrong, in words that the client may see.</param>
    public void Refuse(string code = "room", string? detail = null) => Refusal ??= new HandshakeRefusal(403, code, detail);
}
