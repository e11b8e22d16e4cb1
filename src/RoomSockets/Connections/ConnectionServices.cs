namespace RoomSockets;

/// <summary>What all connections share: the clock, the wheel of deadlines, and how many may linger.</summary>
internal sealed class ConnectionServices(TimeProvider time, Wheel wheel)
{
    private int _lingering;

    public TimeProvider Time { get; } = time;

    public Wheel Wheel { get; } = wheel;

    public Drops Drops { get; } = new();

    /// <summary>Takes one of the places for closed connections whose peers have not hung up yet.</summary>
    public bool TryLinger(int limit)
    {
        if (Interlocked.Increment(ref _lingering) <= limit) return true;
        StopLingering();
        return false;
    }

    public void StopLingering() => Interlocked.Decrement(ref _lingering);
}
