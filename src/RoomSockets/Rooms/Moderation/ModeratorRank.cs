namespace RoomSockets;

/// <summary>Where the right to moderate comes from.</summary>
internal enum ModeratorRank
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>From having created the room, as anybody may.</summary>
    Creator,

    /// <summary>From the host: configured, or granted by a rule.</summary>
    Staff,
}
