namespace RoomSockets.Client;

/// <summary>What to ask for when joining a room.</summary>
public sealed record JoinOptions
{
    /// <summary>How many of the newest messages to read at first. 0 to 200.</summary>
    /// <value>0</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of its bounds.</exception>
    public int History
    {
        get;
        init => field = Bounds.Check(value, 0, 200);
    }

    /// <summary>
    /// Where an earlier life of the application stopped reading, see <see cref="ClientRoom.Position"/>: what came since then is
    /// delivered first, or told as a gap. It wins over <see cref="History"/>.
    /// </summary>
    /// <value>null: from now on</value>
    public RoomPosition? Since { get; init; }

    /// <summary>Whether to be told who is in the room.</summary>
    /// <value>false</value>
    public bool Presence { get; init; }
}
