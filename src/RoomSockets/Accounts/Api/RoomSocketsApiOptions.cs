namespace RoomSockets;

/// <summary>Which parts of the API are mapped.</summary>
public sealed class RoomSocketsApiOptions
{
    /// <summary>Register, login, logout, me and tokens. Off where accounts live elsewhere.</summary>
    /// <value>true</value>
    public bool Accounts { get; set; } = true;

    /// <summary>Rooms: list, create, join, leave.</summary>
    /// <value>true</value>
    public bool Rooms { get; set; } = true;

    /// <summary>Alerts.</summary>
    /// <value>true</value>
    public bool Alerts { get; set; } = true;
}
