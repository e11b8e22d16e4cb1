namespace RoomSockets.Client;

/// <summary>Owns the ids of a client's frames: 1, 2, 3, … over all its connections, so that no late answer meets the wrong request.</summary>
internal sealed class RequestNumbers
{
    private long _last;

    public long Next() => ++_last;
}
