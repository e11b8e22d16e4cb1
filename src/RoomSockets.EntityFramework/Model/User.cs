namespace RoomSockets.EntityFramework;

/// <summary>Somebody who registered here, or whom the host knows by an id of its own.</summary>
public sealed class User
{
    /// <summary>The primary key.</summary>
    public long Id { get; set; }

    /// <summary>As it was written at creation; at most 144 UTF-16 units.</summary>
    public required string Name { get; set; }

    /// <summary>NFC in upper case of the invariant culture; unique, so that names are without regard to case.</summary>
    public required string NormalizedName { get; set; }

    /// <summary>Null for users who do not sign in here.</summary>
    public string? PasswordHash { get; set; }

    /// <summary>The host's id of the user; unique; null for those who registered here.</summary>
    public string? ExternalId { get; set; }

    /// <summary>When the store created it (UTC).</summary>
    public DateTime CreatedAt { get; set; }
}
