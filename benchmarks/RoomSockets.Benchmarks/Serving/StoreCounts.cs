namespace RoomSockets.Benchmarks.Serving;

/// <summary>How often a server's store was asked, and for what.</summary>
internal sealed record StoreCounts
{
    public int Appends { get; init; }
    public int Finds { get; init; }

    /// <summary>Questions whether a user belongs to a room.</summary>
    public int Enrolments { get; init; }
    public int HistoryReads { get; init; }

    /// <summary>Different rooms and positions among <see cref="HistoryReads"/>: as many as these would do.</summary>
    public int Places { get; init; }
}
