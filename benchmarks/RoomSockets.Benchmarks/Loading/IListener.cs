namespace RoomSockets.Benchmarks.Loading;

/// <summary>What a crowd tells: a connection is ready, a record came, a connection has ended.</summary>
internal interface IListener
{
    void OnReady(Client client)
    {
    }

    void OnRecord(Client client, long room, long number, long time, long now)
    {
    }

    void OnEnded(Client client)
    {
    }
}
