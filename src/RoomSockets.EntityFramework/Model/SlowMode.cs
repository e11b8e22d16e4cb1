namespace RoomSockets.EntityFramework;

/// <summary>A room where each user publishes one message in a while.</summary>
public sealed class SlowMode
{
    /// <summary>The room's name; the primary key.</summary>
    public required string Room { get; set; }

    /// <summary>The while, in seconds.</summary>
    public int Seconds { get; set; }
}
