namespace RoomSockets.EntityFramework;

/// <summary>Somebody who is kept out.</summary>
public sealed class Ban
{
    /// <summary>The primary key.</summary>
    public long Id { get; set; }

    /// <summary>The user's id as connections know it; null where it is an address.</summary>
    public string? UserId { get; set; }

    /// <summary>An address of IPv4, or a network of IPv6; null where it is a user.</summary>
    public string? Address { get; set; }

    /// <summary>The room's name; null for everywhere.</summary>
    public string? Room { get; set; }

    /// <summary>When it ends (UTC); null for never.</summary>
    public DateTime? Until { get; set; }

    /// <summary>Why; null where nobody said.</summary>
    public string? Reason { get; set; }

    /// <summary>Who did it; null for the application.</summary>
    public string? Actor { get; set; }

    /// <summary>When the store took it (UTC).</summary>
    public DateTime CreatedAt { get; set; }
}
