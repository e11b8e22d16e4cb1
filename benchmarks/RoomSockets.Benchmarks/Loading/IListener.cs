namespace RoomSockets.Benchmarks.Loading;

/// <summary>What a crowd tells: a connection is ready, a record or a text came, a connection has ended.</summary>
internal interface IListener
{
    void OnReady(Client client)
    {
    }

    void OnRecord(Client client, long room, long number, long time, long now)
    {
    }

    /// <summary>A whole text of a dialect that is told verbatim, ready or not.</summary>
    void OnText(Client client, ReadOnlySpan<byte> text, long now)
    {
    }

    void OnEnded(Client client)
    {
    }
}
