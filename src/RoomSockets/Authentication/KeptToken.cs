namespace RoomSockets;

/// <summary>The token that a connection came with, kept in memory to ask about it again. No record on purpose: nothing writes it out.</summary>
internal sealed class KeptToken(string? token, TokenSource source)
{
    /// <summary>Null where a scheme of the host's knew the request without one.</summary>
    public string? Token => token;

    public TokenSource Source => source;
}
