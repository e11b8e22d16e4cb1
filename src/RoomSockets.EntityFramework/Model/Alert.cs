namespace RoomSockets.EntityFramework;

/// <summary>A stored message.</summary>
public sealed class Alert
{
    /// <summary>The primary key; ascending in each room.</summary>
    public long Id { get; set; }

    /// <summary>Where it was said.</summary>
    public long RoomId { get; set; }

    /// <summary>Its place in the room, contiguous from 1; unique in the room.</summary>
    public long Offset { get; set; }

    /// <summary>Its text; read it through <c>IRoomStore</c>, since characters that a database refuses are escaped here.</summary>
    public required string Content { get; set; }

    /// <summary>Who said it; null for nobody.</summary>
    public long? SenderId { get; set; }

    /// <summary>The sender's own key, at most 64 characters; unique for the sender in the room; null for none.</summary>
    public string? Key { get; set; }

    /// <summary>Whether the text is a JSON value that was sent as such.</summary>
    public bool IsJson { get; set; }

    /// <summary>Whether its text was taken away for good, which is then empty.</summary>
    public bool IsDeleted { get; set; }

    /// <summary>When the store took it (UTC).</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>The sender, for queries.</summary>
    public User? Sender { get; set; }

    /// <summary>The room, for queries.</summary>
    public Room? Room { get; set; }
}
