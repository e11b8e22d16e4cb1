namespace RoomSockets;

/// <summary>A member that waits for its <c>joined</c>, and what it wants to have in it.</summary>
internal sealed class Arrival(Seat seat, byte[] id, Position? since = null, int history = 0, bool presence = false)
{
    private readonly TaskCompletionSource<ArrivalResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Seat Seat { get; } = seat;

    /// <summary>The id of the frame that asked, as JSON; empty for none.</summary>
    public byte[] Id { get; } = id;

    /// <summary>The last position that the client has seen; null for a client that comes for the first time.</summary>
    public Position? Since { get; } = since;

    /// <summary>How many of the newest messages it wants.</summary>
    public int History { get; } = history;

    public bool SeesPresence { get; } = presence;

    /// <summary>Set where reading the past took so long that too much happened meanwhile.</summary>
    public bool GivesUp { get; set; }

    /// <summary>Whether it was given all that it missed; null where it did not come back.</summary>
    public bool? IsRecovered { get; set; }

    public Task<ArrivalResult> Task => _done.Task;

    public void Complete(ArrivalResult result) => _done.TrySetResult(result);
}

/// <summary>What came of an arrival.</summary>
internal enum ArrivalResult
{
    /// <summary>Its <c>joined</c> is on its way.</summary>
    Seated,

    /// <summary>It has left meanwhile.</summary>
    Gone,

    /// <summary>The store cannot tell where the room is, or what was said.</summary>
    StoreUnavailable,
}
