namespace RoomSockets.Benchmarks.Loading;

/// <summary>What one load process is to do; it travels as JSON from the comparing process.</summary>
internal sealed record LoadPlan
{
    public required LoadKind Kind { get; init; }
    public required string Url { get; init; }
    public required int ServerProcess { get; init; }

    /// <summary>How the server wants to be spoken to: <c>raw</c>, <c>v1</c>, <c>signalr</c> or <c>socketio</c>.</summary>
    public required string Dialect { get; init; }
    public int Rooms { get; init; } = 1;
    public int Members { get; init; } = 1;

    /// <summary>Messages in flight in all rooms together; with <see cref="Echo"/> in each of them. 0 means at a fixed rate.</summary>
    public int Window { get; init; }
    public bool Echo { get; init; }

    /// <summary>Messages per second where the window is 0.</summary>
    public double Rate { get; init; }

    /// <summary>The size of a message's text.</summary>
    public int Bytes { get; init; } = 64;

    /// <summary>How many of the members stop reading, where some do.</summary>
    public int Stalled { get; init; } = 1;

    /// <summary>How often all join and leave.</summary>
    public int Cycles { get; init; }

    /// <summary>Over how many of the last messages the positions lie from which clients come back.</summary>
    public int Spread { get; init; }

    /// <summary>How many clients that come back may wait for their answer; less than the server's backlog of the kernel, which drops what is more.</summary>
    public int AtOnce { get; init; }

    /// <summary>Whether the server is killed, and started again by whoever reads <see cref="RecoverLoad.Cut"/>.</summary>
    public bool Restarts { get; init; }
    public double Seconds { get; init; }
    public double WarmUp { get; init; }

    public int Connections => Kind == LoadKind.Visits ? Members : Rooms * Members;
}

internal enum LoadKind
{
    /// <summary>Messages to rooms, or back to their senders.</summary>
    Deliveries,

    /// <summary>Connections that open and close.</summary>
    Connect,

    /// <summary>Connections that do nothing.</summary>
    Idle,

    /// <summary>A fixed rate, and members that stop reading.</summary>
    Stalled,

    /// <summary>All join one room and leave it.</summary>
    Joins,

    /// <summary>Few connections join and leave many rooms.</summary>
    Visits,

    /// <summary>All are cut and come back to where they were.</summary>
    Recover,
}
