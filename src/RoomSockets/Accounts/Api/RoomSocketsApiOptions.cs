namespace RoomSockets;

/// <summary>Which parts of the API are mapped.</summary>
public sealed class RoomSocketsApiOptions
{
    /// <summary>Register, login, logout, me and tokens. Off where accounts live elsewhere.</summary>
    /// <value>true</value>
    public bool Accounts { get; set; } = true;

    /// <summary>One-time tickets for sockets.</summary>
    /// <value>true</value>
    public bool Tickets { get; set; } = true;

    /// <summary>Rooms: list, create, join, leave.</summary>
    /// <value>true</value>
    public bool Rooms { get; set; } = true;

    /// <summary>Alerts.</summary>
    /// <value>true</value>
    public bool Alerts { get; set; } = true;

    /// <summary>Moderation: kick, bans, mutes, slow mode, changing and deleting alerts, audit records; for moderators alone.</summary>
    /// <value>true</value>
    public bool Moderation { get; set; } = true;
}
