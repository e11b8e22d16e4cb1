namespace RoomSockets.EntityFramework;

/// <summary>A room, and how far its offsets have come.</summary>
public sealed class Room
{
    /// <summary>The primary key.</summary>
    public long Id { get; set; }

    /// <summary>NFC, at most 60 code points; unique, case-sensitive.</summary>
    public required string Name { get; set; }

    /// <summary>The connection id of the user who came first; null for nobody.</summary>
    public string? CreatorId { get; set; }

    /// <summary>The offset of the last alert; 0 where there is none. Whoever appends holds this row.</summary>
    public long LastOffset { get; set; }

    /// <summary>Changes when offsets begin anew.</summary>
    public required string Epoch { get; set; }

    /// <summary>When the store created it (UTC).</summary>
    public DateTime CreatedAt { get; set; }
}
