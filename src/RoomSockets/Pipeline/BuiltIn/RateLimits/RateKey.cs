namespace RoomSockets;

/// <summary>The name of a partition. A user and an address of the same letters are two.</summary>
internal readonly record struct RateKey(RateLimitBy By, string Name)
{
    /// <summary>Null for what concerns no room.</summary>
    public static RateKey? Of(RateLimitBy by, in RateSubject subject) => by switch
    {
        RateLimitBy.Connection => new RateKey(by, subject.Connection.Id),
        RateLimitBy.Room => subject.Room is { } room ? new RateKey(by, room) : null,
        RateLimitBy.User when subject.Connection.UserId is { } user => new RateKey(by, user),
        _ => new RateKey(RateLimitBy.Address, ClientNetwork.Of(subject.Connection.Request.RemoteAddress)),
    };
}
