namespace RoomSockets;

/// <summary>Options of moderation (<c>AddRoomSockets().ConfigureModeration(…)</c>, or section <c>RoomSockets:Moderation</c>). Checked when the host starts.</summary>
public sealed class ModerationOptions
{
    /// <summary>
    /// Ids of users, as connections know them (<c>user:7</c>, or the host's own), who moderate all rooms and may act everywhere. They
    /// are not slowed down by slow mode. Whoever created a room moderates that room.
    /// </summary>
    public IList<string> Moderators { get; } = [];

    /// <summary>How often what is in force is read again from the store, so that several nodes agree; changes on this node hold at once. 1 s to 10 min.</summary>
    /// <value>30 s</value>
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The most bans, and the most mutes, and the most rooms with slow mode that may be in force; one more is refused. They are kept in memory. Half of the bans and of the mutes are kept for those that hold everywhere. 1 to 1,000,000.</summary>
    /// <value>100,000</value>
    public int MaxRestrictions { get; set; } = 100_000;

    /// <summary>The most bans, and the most mutes, that may be in force in one room; one more is refused. 1 to 1,000,000.</summary>
    /// <value>1,000</value>
    public int MaxRestrictionsPerRoom { get; set; } = 1_000;

    /// <summary>What a user who moderates only because of having created the room may do in an hour through the API; one more gets 429. 0 for no limit, at most 1,000,000.</summary>
    /// <value>1,000</value>
    public int MaxCreatorActionsPerHour { get; set; } = 1_000;
}
