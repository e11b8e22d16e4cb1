namespace RoomSockets.EntityFramework;

/// <summary>A user belongs to a room.</summary>
public sealed class RoomUser
{
    /// <summary>The room.</summary>
    public long RoomId { get; set; }

    /// <summary>The user.</summary>
    public long UserId { get; set; }

    /// <summary>Since when (UTC).</summary>
    public DateTime JoinedAt { get; set; }

    /// <summary>The user, for queries.</summary>
    public User? User { get; set; }

    /// <summary>The room, for queries.</summary>
    public Room? Room { get; set; }
}
