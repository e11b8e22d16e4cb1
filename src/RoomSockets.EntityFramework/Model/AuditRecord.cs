namespace RoomSockets.EntityFramework;

/// <summary>Something that a moderator did.</summary>
public sealed class AuditRecord
{
    /// <summary>The primary key.</summary>
    public long Id { get; set; }

    /// <summary>When the store took it (UTC).</summary>
    public DateTime At { get; set; }

    /// <summary>Who did it; null for the application.</summary>
    public string? Actor { get; set; }

    /// <summary>What it was, as its name.</summary>
    public AuditAction Action { get; set; }

    /// <summary>Whom or what it was about: a user's id, an address, the offset of a message; null for the room itself.</summary>
    public string? Subject { get; set; }

    /// <summary>The room's name; null for everywhere.</summary>
    public string? Room { get; set; }

    /// <summary>Why, until when, how many seconds.</summary>
    public string? Detail { get; set; }
}
