namespace RoomSockets.EntityFramework;

/// <summary>A one-time ticket for a socket, of which only the hash is kept. Whoever deletes its row has used it.</summary>
public sealed class Ticket
{
    /// <summary>The primary key.</summary>
    public long Id { get; set; }

    /// <summary>Whose it is.</summary>
    public long UserId { get; set; }

    /// <summary>The SHA-256 of it, 32 bytes; unique.</summary>
    public required byte[] Hash { get; set; }

    /// <summary>What it stands for: the token that it was asked for with, without its key.</summary>
    public required byte[] Content { get; set; }

    /// <summary>When it was issued (UTC).</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>When it ends (UTC).</summary>
    public DateTime ExpiresAt { get; set; }

    /// <summary>The user, for queries.</summary>
    public User? User { get; set; }
}
