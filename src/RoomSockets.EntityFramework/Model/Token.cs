namespace RoomSockets.EntityFramework;

/// <summary>A token, of which only the hash is kept.</summary>
public sealed class Token
{
    /// <summary>The primary key.</summary>
    public long Id { get; set; }

    /// <summary>Whose it is.</summary>
    public long UserId { get; set; }

    /// <summary>The SHA-256 of its key, 32 bytes; unique.</summary>
    public required byte[] Hash { get; set; }

    /// <summary>When it was issued (UTC).</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>When it ends (UTC); null for never.</summary>
    public DateTime? ExpiresAt { get; set; }

    /// <summary>When it was issued or renewed last (UTC).</summary>
    public DateTime LastUsedAt { get; set; }

    /// <summary>The user, for queries.</summary>
    public User? User { get; set; }
}
